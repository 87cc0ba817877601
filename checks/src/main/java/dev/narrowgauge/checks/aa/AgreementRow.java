package dev.narrowgauge.checks.aa;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One comparison.
 *
 * @param number from 1, within its setting
 */
record AgreementRow(Setting setting, int number, Model model) {
    /**
     * @param name of the sample model
     * @param samples of which its dataset's name is made
     */
    record Model(String name, String samples) {}

    /**
     * Copies first, quiet and loaded in turn, the models in turn, then the slower ones: whatever the machine does in the
     * course of a day meets all of them.
     */
    static List<AgreementRow> all() {
        return Arrays.stream(Setting.values())
                .flatMap(setting -> IntStream.range(0, setting.rows()).mapToObj(i -> row(setting, i)))
                .sorted(Comparator.comparing((AgreementRow row) -> row.setting().extraCost() > 0)
                        .thenComparing(AgreementRow::number)
                        .thenComparing(AgreementRow::setting))
                .toList();
    }

    static AgreementRow find(String name) {
        return all().stream().filter(row -> row.name().equals(name)).findFirst().orElseThrow();
    }

    private static AgreementRow row(Setting setting, int i) {
        return new AgreementRow(
                setting, i + 1, setting.models().get(i % setting.models().size()));
    }

    String name() {
        return "%s-%02d-%s".formatted(setting.label(), number, model.name());
    }
}
