package dev.narrowgauge.engine.runtime.measure;

import dev.narrowgauge.engine.runtime.session.PreparedRun;
import dev.narrowgauge.engine.runtime.session.TensorData;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Holds the outputs of timed runs against those of the same batch before timing, byte by byte: a processor computes the same
 * again, so that nothing is tolerated. The method is that of MLPerf's TEST01, accuracy verified in performance mode. A model
 * whose outputs vary from run to run without any timing is not judged.
 */
final class OutputCheck {
    /** Of outputs that are kept; beyond, those so far are dropped and recorded again where they are wanted. */
    private static final long MOST_BYTES = 64L << 20;

    private final Map<Integer, Map<String, ByteBuffer>> recorded = new HashMap<>();
    private long bytes;
    private boolean varies;
    private int checked;
    private int differing;

    /** Counts from zero, as a block does. */
    void restart() {
        checked = 0;
        differing = 0;
    }

    /** Runs the batch twice and keeps what comes out, unless it is known already or the model varies. */
    void record(int batch, PreparedRun run) {
        if (varies || recorded.containsKey(batch)) {
            return;
        }
        Map<String, ByteBuffer> first = outputs(run);
        if (bytes > MOST_BYTES) {
            recorded.clear();
            bytes = 0;
        }
        recorded.put(batch, first);
        bytes += first.values().stream().mapToLong(ByteBuffer::capacity).sum();
        run.run();
        varies = !isSame(first, run.values());
        run.release();
    }

    /** Of a batch that was not recorded nothing is known. */
    void compare(int batch, Map<String, TensorData> outputs) {
        Map<String, ByteBuffer> expected = recorded.get(batch);
        if (varies || expected == null) {
            return;
        }
        checked++;
        if (!isSame(expected, outputs)) {
            differing++;
        }
    }

    /** Whether outputs differed from run to run already before timing. */
    boolean varies() {
        return varies;
    }

    int checked() {
        return checked;
    }

    int differing() {
        return differing;
    }

    private static Map<String, ByteBuffer> outputs(PreparedRun run) {
        run.run();
        Map<String, ByteBuffer> outputs = new LinkedHashMap<>();
        run.values().forEach((name, value) -> outputs.put(name, value.copied().bytes()));
        run.release();
        return outputs;
    }

    private static boolean isSame(Map<String, ByteBuffer> expected, Map<String, TensorData> outputs) {
        return expected.keySet().equals(outputs.keySet())
                && expected.entrySet().stream()
                        .allMatch(entry -> entry.getValue()
                                .equals(outputs.get(entry.getKey()).bytes()));
    }
}
