package dev.narrowgauge.engine.onnx.dataset;

import java.util.Iterator;

/** One pass over a dataset. The buffers of a batch are filled anew by the next one. */
public interface Batches extends Iterator<Batch>, AutoCloseable {
    @Override
    void close();
}
