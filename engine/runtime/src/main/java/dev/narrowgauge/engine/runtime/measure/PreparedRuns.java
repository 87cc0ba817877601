package dev.narrowgauge.engine.runtime.measure;

import dev.narrowgauge.engine.onnx.dataset.Batch;
import dev.narrowgauge.engine.onnx.dataset.BatchTensor;
import dev.narrowgauge.engine.onnx.dataset.Batches;
import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.runtime.session.BatchFeed;
import dev.narrowgauge.engine.runtime.session.BoundRun;
import dev.narrowgauge.engine.runtime.session.ModelSession;
import dev.narrowgauge.engine.runtime.session.PreparedRun;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Inference runs whose inputs lie ready in memory, so that nothing but inference happens between two clock readings. As
 * many batches as fit into a fixed budget are loaded; runs go through them in order and wrap around.
 */
public final class PreparedRuns implements AutoCloseable {
    private static final int MOST_BATCHES = 256;
    private static final long MEMORY_BUDGET_BYTES = 64L << 20;

    private final ModelSession session;
    private final BoundRun run;
    private final List<BatchFeed> feeds = new ArrayList<>();
    private final List<PreparedRun> runs = new ArrayList<>();
    private final List<List<List<Long>>> shapes = new ArrayList<>();
    private int next;

    PreparedRuns(ModelSession session, BoundDataset data, int batchSize) {
        this(session, data, batchSize, MOST_BATCHES, batch -> true);
    }

    /**
     * Of single samples, all of the shape that is typical of them: of two models that run as long as each other, each would
     * go through other shapes, and the times would be those of the shapes.
     */
    public static PreparedRuns typical(ModelSession session, BoundDataset data, int mostBatches) {
        Map<String, List<Long>> shapes = data.typicalShapes();
        return new PreparedRuns(
                session,
                data,
                1,
                mostBatches,
                batch -> batch.tensors().stream()
                        .allMatch(tensor -> tensor.dims().equals(shapes.get(tensor.name()))));
    }

    private PreparedRuns(
            ModelSession session, BoundDataset data, int batchSize, int mostBatches, Predicate<Batch> which) {
        this.session = session;
        this.run = BoundRun.ofAll(session);
        long bytes = 0;
        try (Batches batches = data.batches(batchSize)) {
            while (batches.hasNext() && runs.size() < mostBatches && bytes < MEMORY_BUDGET_BYTES) {
                Batch batch = batches.next();
                if (batch.size() < batchSize && !runs.isEmpty()) {
                    break;
                }
                if (which.test(batch)) {
                    bytes += add(batch);
                }
            }
        }
    }

    /** Runs the next batch and returns how long that took. */
    public long timeNext() {
        return time(advance());
    }

    /** Runs a batch, whatever is next, and returns how long that took. */
    long time(int batch) {
        PreparedRun inference = runs.get(batch);
        long start = System.nanoTime();
        inference.run();
        inference.release();
        return System.nanoTime() - start;
    }

    /** Makes that batch the next one; beyond the last they begin again. */
    void startAt(int batch) {
        next = batch % runs.size();
    }

    /** Runs batches before the next one, at least one of them, until that long has passed; the next one stays the next. */
    void repeatEarlier(long nanos) {
        long start = System.nanoTime();
        int batch = next;
        do {
            batch = batch == 0 ? runs.size() - 1 : batch - 1;
            time(batch);
        } while (System.nanoTime() - start < nanos);
    }

    /** As {@link #timeNext}, and shows what came out to the check while the clock does not count. */
    long timeNext(OutputCheck check) {
        int batch = advance();
        PreparedRun inference = runs.get(batch);
        long start = System.nanoTime();
        inference.run();
        long computed = System.nanoTime();
        check.compare(batch, inference.values());
        long compared = System.nanoTime();
        inference.release();
        return computed - start + System.nanoTime() - compared;
    }

    /** Lets the check record the batch that comes so many runs after the next one. */
    void record(int runsAhead, OutputCheck check) {
        int batch = (int) ((next + (long) runsAhead) % runs.size());
        check.record(batch, runs.get(batch));
    }

    /** Batches whose inputs have the shapes of those of the first one, itself among them. */
    List<Integer> alike() {
        return IntStream.range(0, runs.size())
                .filter(batch -> shapes.get(batch).equals(shapes.getFirst()))
                .boxed()
                .toList();
    }

    @Override
    public void close() {
        feeds.forEach(BatchFeed::close);
        run.close();
    }

    private int advance() {
        int batch = next;
        next = batch + 1 == runs.size() ? 0 : batch + 1;
        return batch;
    }

    private long add(Batch batch) {
        List<BatchTensor> copies =
                batch.tensors().stream().map(PreparedRuns::copy).toList();
        var feed = new BatchFeed(session);
        feed.take(new Batch(batch.first(), batch.size(), copies, batch.labels()));
        feeds.add(feed);
        runs.add(run.prepared(feed));
        shapes.add(batch.tensors().stream().map(BatchTensor::dims).toList());
        return copies.stream().mapToLong(tensor -> tensor.data().capacity()).sum();
    }

    private static BatchTensor copy(BatchTensor tensor) {
        ByteBuffer source = tensor.data().duplicate();
        ByteBuffer target = ByteBuffer.allocateDirect(source.remaining()).order(ByteOrder.LITTLE_ENDIAN);
        target.put(source).flip();
        return new BatchTensor(tensor.name(), tensor.elementType(), tensor.dims(), target);
    }
}
