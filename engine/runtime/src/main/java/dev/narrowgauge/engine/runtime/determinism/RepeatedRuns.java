package dev.narrowgauge.engine.runtime.determinism;

import ai.onnxruntime.OnnxJavaType;
import dev.narrowgauge.domain.determinism.Answers;
import dev.narrowgauge.domain.determinism.DeterminismCheck;
import dev.narrowgauge.domain.determinism.RunSettings;
import dev.narrowgauge.domain.digest.Sha256;
import dev.narrowgauge.engine.onnx.dataset.Batches;
import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.runtime.session.BatchFeed;
import dev.narrowgauge.engine.runtime.session.BoundRun;
import dev.narrowgauge.engine.runtime.session.ModelSession;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import dev.narrowgauge.engine.runtime.session.TensorData;
import dev.narrowgauge.engine.runtime.session.TensorSlot;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Runs the first samples of a dataset with one model, each alone, or in a batch where the model takes no other. */
final class RepeatedRuns implements DeterminismCheck.Runs {
    /** Of the first output, that are kept of one sample: enough for a class, and for the distance of two images. */
    private static final int MOST_VALUES = 100_000;

    private final OnnxRuntime runtime;
    private final Path model;
    private final BoundDataset data;
    private final int samples;

    /** @param samples at most */
    RepeatedRuns(OnnxRuntime runtime, Path model, BoundDataset data, int samples) {
        this.runtime = runtime;
        this.model = model;
        this.data = data;
        this.samples = samples;
    }

    @Override
    public List<Answers> of(RunSettings settings, int times) {
        try (ModelSession session = runtime.open(model, settings);
                var run = new BoundRun(session, numeric(session))) {
            List<Answers> answers = new ArrayList<>();
            for (int time = 0; time < times; time++) {
                answers.add(answers(session, run));
            }
            return answers;
        }
    }

    private Answers answers(ModelSession session, BoundRun run) {
        List<Answers.Sample> answered = new ArrayList<>();
        try (Batches batches = data.batches(1);
                var feed = new BatchFeed(session)) {
            while (batches.hasNext() && answered.size() < samples) {
                feed.take(batches.next());
                answered.add(sample(session, run.run(feed)));
            }
        }
        return new Answers(answered);
    }

    private static Answers.Sample sample(ModelSession session, Map<String, TensorData> outputs) {
        MessageDigest digest = Sha256.start();
        new TreeMap<>(outputs).forEach((name, values) -> {
            digest.update("%s %s".formatted(name, values.dims()).getBytes(StandardCharsets.UTF_8));
            digest.update(values.bytes().duplicate().rewind());
        });
        TensorData first = outputs.get(session.outputs().getFirst().name());
        return new Answers.Sample(Sha256.hex(digest.digest()), first == null ? new double[0] : values(first));
    }

    private static double[] values(TensorData output) {
        return IntStream.range(0, Math.min(MOST_VALUES, output.elements()))
                .mapToDouble(output::value)
                .toArray();
    }

    private static List<String> numeric(ModelSession session) {
        return session.outputs().stream()
                .filter(slot -> slot.type() != OnnxJavaType.STRING && slot.type() != OnnxJavaType.UNKNOWN)
                .map(TensorSlot::name)
                .toList();
    }
}
