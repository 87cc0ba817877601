package dev.narrowgauge.engine.quantizer.cost;

/**
 * How much one node does, in the units that {@link KernelRates} has prices for.
 *
 * @param calls of the kernel: one, or as many as there are groups or steps
 * @param macs multiply-accumulates, channels filled up as the kernel fills them up
 * @param taps what is gathered before it is multiplied or pooled: places of the kernel times its own size
 * @param rows places of the kernel on the image, rows of a matrix
 * @param read values of the data operands; of a product with constant weights, the weights
 * @param written values of the result
 */
public record Work(long calls, long macs, long taps, long rows, long read, long written) {
    /** Of a kernel that computes value by value. */
    static Work values(long read, long written) {
        return new Work(1, 0, 0, 0, read, written);
    }

    static Work pooling(long taps, long read, long written) {
        return new Work(1, 0, taps, 0, read, written);
    }

    /** As a part of another kernel. */
    Work withoutCall() {
        return new Work(0, macs, taps, rows, read, written);
    }
}
