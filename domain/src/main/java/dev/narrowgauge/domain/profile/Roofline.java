package dev.narrowgauge.domain.profile;

import java.util.List;
import java.util.Optional;

/**
 * What a machine reaches at most through ONNX Runtime itself, with kernels large enough to fill it.
 *
 * @param threads that it was measured with
 * @param roofs one for each type of numbers that was tried
 */
public record Roofline(int threads, List<Roof> roofs) {
    public Roofline {
        roofs = List.copyOf(roofs);
    }

    /** The types of numbers that are told apart. */
    public enum Numbers {
        FP32,
        FP16,
        BF16,
        INT8
    }

    /**
     * In one type of numbers; null where ONNX Runtime has no such kernel here.
     *
     * @param matrixRate multiplications and additions a second in the product of two matrices
     * @param convolutionRate the same in convolutions of 3 x 3
     * @param bytesPerSecond read and written, in an addition of values that no cache holds
     */
    public record Roof(Numbers numbers, Double matrixRate, Double convolutionRate, Double bytesPerSecond) {}

    public Optional<Roof> of(Numbers numbers) {
        return roofs.stream().filter(roof -> roof.numbers() == numbers).findFirst();
    }

    /** Multiplications and additions a second that a kernel like that can do at most in those numbers; empty where unknown. */
    public Optional<Double> rate(KernelTime kernel, Numbers numbers) {
        return of(numbers).map(roof -> kernel.isConvolution() ? roof.convolutionRate() : roof.matrixRate());
    }

    /** The numbers that a kernel computes in. */
    public static Numbers numbers(KernelTime kernel) {
        if (kernel.kind() == KernelTime.Kind.INTEGER) {
            return Numbers.INT8;
        }
        return switch (kernel.elementType()) {
            case "float16" -> Numbers.FP16;
            case "bfloat16" -> Numbers.BF16;
            default -> Numbers.FP32;
        };
    }
}
