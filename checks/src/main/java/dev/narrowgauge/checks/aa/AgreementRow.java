package dev.narrowgauge.checks.aa;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One comparison of a model with a copy of its file.
 *
 * @param loaded whether another program keeps a core busy in bursts meanwhile
 * @param number from 1
 */
record AgreementRow(boolean loaded, int number, String model, String samples) {
    private static final int EACH = 50;
    private static final List<String> MODELS =
            List.of("digits-resnet", "resnet20-cifar10", "vit-cifar10", "sentiment-transformer");
    private static final List<String> SAMPLES = List.of("digits", "cifar10", "cifar10", "sentiment");

    /** Quiet and loaded in turn, the models in turn: whatever the machine does in the course of a day meets all of them. */
    static List<AgreementRow> all() {
        return IntStream.range(0, EACH)
                .boxed()
                .flatMap(i -> Stream.of(row(false, i), row(true, i)))
                .toList();
    }

    private static AgreementRow row(boolean loaded, int i) {
        int model = i % MODELS.size();
        return new AgreementRow(loaded, i + 1, MODELS.get(model), SAMPLES.get(model));
    }

    String name() {
        return "%s-%02d-%s".formatted(loaded ? "loaded" : "quiet", number, model);
    }
}
