package dev.narrowgauge.domain.profile;

import dev.narrowgauge.domain.profile.Roofline.Numbers;
import java.util.List;
import java.util.Optional;

/**
 * How close a model comes to what the machine can do, and what INT8 could bring at most.
 *
 * <p>Both ratios let each kernel whose multiplications are known run at the machine's INT8 peak, or at its present pace where that is
 * faster; nothing is added for conversions. One leaves all other kernels as they are: those that do not multiply, and what multiplies
 * otherwise than in convolutions and matrix products. INT8 can fall below it, as it moves a quarter of the bytes and computes some of
 * them within others. The other takes no time for them at all, and nothing falls below it. A network of small layers comes near
 * neither.
 *
 * @param multiplyingMicros of a run, in kernels whose multiplications are known
 * @param kernelMicros of a run, in all kernels
 * @param peakShare of the machine's peak in the numbers that each of those kernels computes in; above 1 where they suit the machine
 *     better than those that the peak was measured with; null where no kernel's peak is known
 * @param int8PeakRatio time with those kernels at the INT8 peak and all others as they are / time of this model, by kernels; null
 *     where that is not known
 * @param leastInt8Ratio time of those kernels alone at the INT8 peak / time of this model, by kernels; null where that is not known
 */
public record SpeedBound(
        double multiplyingMicros, double kernelMicros, Double peakShare, Double int8PeakRatio, Double leastInt8Ratio) {
    private static final double MICROS_PER_SECOND = 1e6;

    public static SpeedBound of(OperatorProfile profile, Roofline roofline) {
        List<KernelTime> multiplying = profile.kernels().stream()
                .filter(kernel -> kernel.multiplications() != null && kernel.micros() > 0)
                .toList();
        double all = profile.kernelMicros();
        double ofMultiplying =
                multiplying.stream().mapToDouble(KernelTime::micros).sum();
        Optional<Double> atPeak = microsAtInt8Peak(multiplying, roofline).filter(_ -> all > 0);
        return new SpeedBound(
                ofMultiplying,
                all,
                peakShare(multiplying, roofline).orElse(null),
                atPeak.map(least -> (all - ofMultiplying + least) / all).orElse(null),
                atPeak.map(least -> least / all).orElse(null));
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

    /** Of all of them; one whose peak is not known keeps its pace. */
    private static Optional<Double> microsAtInt8Peak(List<KernelTime> multiplying, Roofline roofline) {
        double least = 0;
        boolean isKnown = false;
        for (KernelTime kernel : multiplying) {
            Optional<Double> micros = micros(kernel, Numbers.INT8, roofline);
            isKnown |= micros.isPresent();
            least += Math.min(kernel.micros(), micros.orElse(kernel.micros()));
        }
        return isKnown ? Optional.of(least) : Optional.empty();
    }

    /** That the kernel's multiplications take at the machine's peak. */
    private static Optional<Double> micros(KernelTime kernel, Numbers numbers, Roofline roofline) {
        return roofline.rate(kernel, numbers).map(rate -> kernel.multiplications() / rate * MICROS_PER_SECOND);
    }
}
