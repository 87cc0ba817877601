package dev.narrowgauge.domain.profile;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A kernel that ONNX Runtime runs, after all fusions, and how long it takes in one run.
 *
 * @param name of its node, without what ONNX Runtime added to it
 * @param operator as ONNX Runtime names it, for example {@code QLinearConv}
 * @param values that it gives, by the names that they have in the model; of codes those of the values that were quantized
 * @param elementType that it computes in, as ONNX names it: {@code float}, {@code uint8}; empty where it was not told
 * @param micros median over the runs; 0 of a kernel that never ran
 * @param multiplications and additions of one run; null where it has none, or they are not known
 * @param integerMultiplications how many of them are of integers
 * @param uncounted whether it multiplies, and how often is not known
 */
public record KernelTime(
        String name,
        String operator,
        Kind kind,
        List<String> values,
        String elementType,
        double micros,
        Long multiplications,
        long integerMultiplications,
        boolean uncounted) {
    private static final String CONVOLUTION = "Conv";

    /** What it is there for. */
    public enum Kind {
        /** Computes with integers. */
        INTEGER,
        /** Computes with floats, or moves values of any type. */
        FLOAT,
        /** Makes codes of floats, or floats of codes. */
        CONVERSION,
        /** Makes floats of one width of those of another. */
        CAST,
        /** Brings values into the order that a faster kernel wants, or back. */
        LAYOUT
    }

    public KernelTime {
        requireNonNull(name, "name is null");
        requireNonNull(operator, "operator is null");
        requireNonNull(kind, "kind is null");
        requireNonNull(elementType, "elementType is null");
        values = List.copyOf(values);
    }

    /** Of which it is known how often it multiplies, all in the numbers of its kind. */
    public KernelTime(
            String name,
            String operator,
            Kind kind,
            List<String> values,
            String elementType,
            double micros,
            Long multiplications) {
        this(
                name,
                operator,
                kind,
                values,
                elementType,
                micros,
                multiplications,
                multiplications == null || kind != Kind.INTEGER ? 0 : multiplications,
                false);
    }

    /** Whether it stands between kernels and brings no result nearer. */
    public boolean isTransition() {
        return switch (kind) {
            case CONVERSION, CAST, LAYOUT -> true;
            case INTEGER, FLOAT -> false;
        };
    }

    public boolean isConvolution() {
        return operator.contains(CONVOLUTION);
    }
}
