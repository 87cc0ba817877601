package dev.narrowgauge.engine.runtime.evaluate;

import dev.narrowgauge.engine.onnx.dataset.Batch;
import dev.narrowgauge.engine.onnx.dataset.Batches;
import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.runtime.session.BatchFeed;
import dev.narrowgauge.engine.runtime.session.BoundRun;
import dev.narrowgauge.engine.runtime.session.ModelSession;
import dev.narrowgauge.engine.runtime.session.TensorData;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a baseline answered to the first samples of a dataset, so that many variants are compared with it while it runs
 * once. Memory is bounded: of large outputs fewer samples are kept.
 */
public final class RecordedAnswers {
    private static final long MOST_BYTES = 128L << 20;

    private final ModelSession baseline;
    private final BoundDataset data;
    private final OutputHints hints;
    private final int batchSize;
    private final List<Map<String, TensorData>> answers = new ArrayList<>();
    private long samples;

    private RecordedAnswers(ModelSession baseline, BoundDataset data, long fewest, OutputHints hints) {
        this.baseline = baseline;
        this.data = data;
        this.hints = hints;
        this.batchSize = (int) Math.clamp(fewest, 1, BatchSize.of(data));
    }

    /**
     * Runs the baseline, which may be closed afterwards.
     *
     * @param fewest samples, where there are as many
     * @param answers that each output with classes or sequences is to have given, where there are samples for it
     * @param hints what the graph of the baseline says of its outputs
     */
    public static RecordedAnswers of(
            ModelSession baseline, BoundDataset data, long fewest, long answers, OutputHints hints) {
        var recorded = new RecordedAnswers(baseline, data, fewest, hints);
        recorded.record(Math.min(fewest, data.samples()), answers);
        return recorded;
    }

    private void record(long fewest, long wanted) {
        var agreements = new OutputAgreements(
                baseline, OutputPairs.of(baseline, baseline).slots(), hints);
        boolean mayBeFew = fewest < Math.min(wanted, data.samples());
        long bytes = 0;
        long most = fewest;
        try (Batches batches = data.batches(batchSize);
                var run = BoundRun.ofAll(baseline);
                var feed = new BatchFeed(baseline)) {
            while (samples < most && bytes < MOST_BYTES && batches.hasNext()) {
                Batch batch = batches.next();
                feed.take(batch);
                Map<String, TensorData> copies = new LinkedHashMap<>();
                run.run(feed).forEach((name, value) -> copies.put(name, value.copied()));
                answers.add(copies);
                bytes += copies.values().stream()
                        .mapToLong(value -> value.bytes().capacity())
                        .sum();
                samples += batch.size();
                if (mayBeFew && most == fewest) {
                    agreements.add(batch, data.requiredBatchSize().orElse(batch.size()), copies, copies);
                    most = samples < fewest ? most : agreements.samplesFor(wanted, samples);
                }
            }
        }
    }

    /** How many samples there are answers to. */
    public long samples() {
        return samples;
    }

    /** How far every output of a variant is from the baseline's. */
    public List<ComparedOutput> compare(ModelSession variant) {
        OutputPairs pairs = OutputPairs.of(baseline, variant);
        String first = baseline.outputs().getFirst().name();
        var agreements = new OutputAgreements(baseline, pairs.slots(), hints);
        try (Batches batches = data.batches(batchSize);
                var run = new BoundRun(variant, pairs.withFirst(first).values());
                var feed = new BatchFeed(variant)) {
            for (Map<String, TensorData> expected : answers) {
                Batch batch = batches.next();
                feed.take(batch);
                int fed = data.requiredBatchSize().orElse(batch.size());
                agreements.add(batch, fed, expected, pairs.asInBaseline(run.run(feed), first));
            }
        }
        return agreements.compared();
    }
}
