package dev.narrowgauge.domain.profile;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.profile.KernelTime.Kind;
import dev.narrowgauge.domain.profile.ProfileComparison.Row;
import java.util.List;

/**
 * Why a variant is as fast as it is on one node, from a profile of both models there. It explains, and decides nothing: under the
 * profiler kernels take longer than without.
 *
 * @param reasons sentences, the first of which compares the two
 * @param threads of ONNX Runtime
 * @param parts of the model, those that change most
 * @param transitionChangeMicros that the variant spends more between its kernels than the baseline does
 * @param roofline of the node
 */
public record SpeedInsight(
        List<String> reasons,
        int threads,
        ProfiledSide baseline,
        ProfiledSide variant,
        List<ProfiledPart> parts,
        double transitionChangeMicros,
        Roofline roofline) {
    /** Enough to explain, and few enough to be kept with every measurement. */
    private static final int MOST_PARTS = 60;

    public SpeedInsight {
        reasons = List.copyOf(reasons);
        requireNonNull(baseline, "baseline is null");
        requireNonNull(variant, "variant is null");
        parts = List.copyOf(parts);
        requireNonNull(roofline, "roofline is null");
    }

    /** Whether no part of the model was left out. */
    public boolean hasEveryPart() {
        return parts.size() < MOST_PARTS;
    }

    /**
     * One model.
     *
     * @param runMicros of a whole run, median
     * @param kernelMicros of all kernels together
     * @param integerMicros of those that compute with integers
     * @param conversions between floats and integers
     * @param casts between floats of different widths
     * @param bound by what the machine reaches at most
     * @param work how often its kernels multiply; null in what is older than that
     */
    public record ProfiledSide(
            double runMicros,
            double kernelMicros,
            int integerKernels,
            double integerMicros,
            int conversions,
            double conversionMicros,
            int casts,
            double castMicros,
            double layoutMicros,
            SpeedBound bound,
            CountedWork work) {
        static ProfiledSide of(OperatorProfile profile, Roofline roofline) {
            return new ProfiledSide(
                    profile.runMicros(),
                    profile.kernelMicros(),
                    profile.count(Kind.INTEGER),
                    profile.micros(Kind.INTEGER),
                    profile.count(Kind.CONVERSION),
                    profile.micros(Kind.CONVERSION),
                    profile.count(Kind.CAST),
                    profile.micros(Kind.CAST),
                    profile.micros(Kind.LAYOUT),
                    SpeedBound.of(profile, roofline),
                    CountedWork.of(profile));
        }
    }

    /**
     * A part of the model.
     *
     * @param baseline null where the variant alone has a kernel for it
     * @param variant null where another kernel of it does this as well
     */
    public record ProfiledPart(String name, ProfiledKernel baseline, ProfiledKernel variant, double changeMicros) {
        static ProfiledPart of(Row row) {
            return new ProfiledPart(
                    row.name(), ProfiledKernel.of(row.baseline()), ProfiledKernel.of(row.variant()), row.change());
        }
    }

    /** @param multiplications and additions of one run; null where it has none, or they are not known */
    public record ProfiledKernel(String operator, String elementType, double micros, Long multiplications) {
        static ProfiledKernel of(KernelTime kernel) {
            return kernel == null
                    ? null
                    : new ProfiledKernel(
                            kernel.operator(), kernel.elementType(), kernel.micros(), kernel.multiplications());
        }
    }

    /** @param threads of ONNX Runtime */
    public static SpeedInsight of(ProfileComparison comparison, Roofline roofline, int threads) {
        return new SpeedInsight(
                SpeedReasons.of(comparison, roofline),
                threads,
                ProfiledSide.of(comparison.baseline(), roofline),
                ProfiledSide.of(comparison.variant(), roofline),
                comparison.largestChanges(MOST_PARTS).stream()
                        .map(ProfiledPart::of)
                        .toList(),
                comparison.transitionChange(),
                roofline);
    }
}
