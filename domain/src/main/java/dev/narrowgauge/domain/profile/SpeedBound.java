package dev.narrowgauge.domain.profile;

import dev.narrowgauge.domain.profile.Roofline.Numbers;
import java.util.List;
import java.util.Optional;

/**
 * How close a model comes to what the machine can do, and what INT8 could bring at most.
 *
 * <p>The bound leaves everything that does not multiply as it is, and lets each kernel that does run at the machine's INT8 peak,
 * or at its present pace where that is faster. Nothing is added for conversions. A network of small layers does not come near.
 *
 * @param multiplyingMicros of a run, in kernels whose multiplications are known
 * @param kernelMicros of a run, in all kernels
 * @param peakShare of the machine's peak in the numbers that each of those kernels computes in, 0 to 1; null where no kernel's
 *     peak is known
 * @param leastInt8Ratio lowest time of any INT8 variant / time of this model, by kernels; null where that is not known
 */
public record SpeedBound(double multiplyingMicros, double kernelMicros, Double peakShare, Double leastInt8Ratio) {
    private static final double MICROS_PER_SECOND = 1e6;

    public static SpeedBound of(OperatorProfile profile, Roofline roofline) {
        List<KernelTime> multiplying = profile.kernels().stream()
                .filter(kernel -> kernel.multiplications() != null && kernel.micros() > 0)
                .toList();
        double all = profile.kernelMicros();
        double ofMultiplying =
                multiplying.stream().mapToDouble(KernelTime::micros).sum();
        return new SpeedBound(
                ofMultiplying,
                all,
                peakShare(multiplying, roofline).orElse(null),
                leastRatio(multiplying, all, roofline).orElse(null));
    }

    private static Optional<Double> peakShare(List<KernelTime> multiplying, Roofline roofline) {
        double least = 0;
        double taken = 0;
        for (KernelTime kernel : multiplying) {
            Optional<Double> micros = micros(kernel, Roofline.numbers(kernel), roofline);
            if (micros.isPresent()) {
                least += micros.get();
                taken += kernel.micros();
            }
        }
        return taken == 0 ? Optional.empty() : Optional.of(least / taken);
    }

    private static Optional<Double> leastRatio(List<KernelTime> multiplying, double all, Roofline roofline) {
        double saved = 0;
        boolean isKnown = false;
        for (KernelTime kernel : multiplying) {
            Optional<Double> micros = micros(kernel, Numbers.INT8, roofline);
            isKnown |= micros.isPresent();
            saved += micros.map(least -> Math.max(0, kernel.micros() - least)).orElse(0.0);
        }
        return isKnown && all > 0 ? Optional.of((all - saved) / all) : Optional.empty();
    }

    /** That the kernel's multiplications take at the machine's peak. */
    private static Optional<Double> micros(KernelTime kernel, Numbers numbers, Roofline roofline) {
        return roofline.rate(kernel, numbers).map(rate -> kernel.multiplications() / rate * MICROS_PER_SECOND);
    }
}
