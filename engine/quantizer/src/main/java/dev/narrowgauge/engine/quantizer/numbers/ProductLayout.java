package dev.narrowgauge.engine.quantizer.numbers;

/**
 * In which order an integer kernel of ONNX Runtime walks through a tensor of weights while it sums up one column of its
 * matrix product. Without VNNI an x86 kernel takes two neighbours at a time: VPMADDUBSW multiplies them with two uint8
 * activations and adds the two products in an int16, which saturates.
 *
 * <p>Weight {@code k} of column {@code c} is value {@code c · columnStride + (k / inner) · outerStride + (k % inner) ·
 * innerStride}.
 *
 * @param depth weights in a column; 0 where the kernel takes each weight alone
 */
public record ProductLayout(int columns, int depth, int columnStride, int inner, int innerStride, int outerStride) {

    /** The kernel multiplies one weight at a time. */
    public static final ProductLayout ALONE = new ProductLayout(0, 0, 0, 1, 0, 0);

    /** Values of {@code [rows, columns]}, summed up along the rows. */
    public static ProductLayout matrix(int rows, int columns) {
        return new ProductLayout(columns, rows, 1, Math.max(rows, 1), columns, 0);
    }

    /** Values of {@code [columns, rows]}. */
    public static ProductLayout transposed(int columns, int rows) {
        return new ProductLayout(columns, rows, rows, Math.max(rows, 1), 1, 0);
    }

    /** Values of {@code [filters, channels, places]}: the kernel takes all channels of a place, then the next place. */
    public static ProductLayout convolution(int filters, int channels, int places) {
        return new ProductLayout(filters, channels * places, channels * places, Math.max(channels, 1), places, 1);
    }

    /** Takes two weights. */
    @FunctionalInterface
    interface PairVisitor {
        void visit(int first, int second);
    }

    /** Visits the weights that are multiplied together, along memory; the last of an odd depth is alone. */
    void forEachPair(PairVisitor visitor) {
        if (columnStride < innerStride) {
            for (int k = 0; k + 1 < depth; k += 2) {
                for (int column = 0; column < columns; column++) {
                    visitor.visit(index(column, k), index(column, k + 1));
                }
            }
            return;
        }
        for (int column = 0; column < columns; column++) {
            for (int k = 0; k + 1 < depth; k += 2) {
                visitor.visit(index(column, k), index(column, k + 1));
            }
        }
    }

    private int index(int column, int k) {
        return column * columnStride + k / inner * outerStride + k % inner * innerStride;
    }
}
