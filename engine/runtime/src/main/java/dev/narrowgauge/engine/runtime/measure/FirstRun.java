package dev.narrowgauge.engine.runtime.measure;

import dev.narrowgauge.engine.onnx.dataset.Batches;
import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.runtime.session.BatchFeed;
import dev.narrowgauge.engine.runtime.session.BoundRun;
import dev.narrowgauge.engine.runtime.session.ModelSession;

/** The first run of a session, in which ONNX Runtime allocates what later ones use again. */
final class FirstRun {
    private static final double NANOS_PER_MILLI = 1e6;

    private FirstRun() {}

    /** @param session that has not run yet */
    static double millis(ModelSession session, BoundDataset data, int batchSize) {
        try (Batches batches = data.batches(batchSize);
                var feed = new BatchFeed(session);
                BoundRun run = BoundRun.ofAll(session)) {
            feed.take(batches.next());
            long start = System.nanoTime();
            var _ = run.run(feed);
            return (System.nanoTime() - start) / NANOS_PER_MILLI;
        }
    }
}
