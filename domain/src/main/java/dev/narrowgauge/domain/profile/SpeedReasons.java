package dev.narrowgauge.domain.profile;

import dev.narrowgauge.domain.decision.Numbers;
import dev.narrowgauge.domain.profile.KernelTime.Kind;
import dev.narrowgauge.domain.profile.ProfileComparison.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Why a variant is fast or slow, in sentences that say nothing but what the profile shows. */
public final class SpeedReasons {
    /** Of a run outside of all kernels, which no kernel can save. */
    private static final double MUCH_OUTSIDE = 0.2;

    private final ProfileComparison comparison;
    private final Roofline roofline;
    private final List<String> reasons = new ArrayList<>();

    private SpeedReasons(ProfileComparison comparison, Roofline roofline) {
        this.comparison = comparison;
        this.roofline = roofline;
    }

    /** The weightiest ones; the first compares the two. */
    public static List<String> of(ProfileComparison comparison, Roofline roofline) {
        return new SpeedReasons(comparison, roofline).sentences();
    }

    private List<String> sentences() {
        OperatorProfile baseline = comparison.baseline();
        OperatorProfile variant = comparison.variant();
        if (baseline.kernelMicros() == 0 || variant.kernelMicros() == 0) {
            return List.of("ONNX Runtime recorded no times of kernels.");
        }
        reasons.add("The variant's kernels take %s, the baseline's %s: a ratio of %s."
                .formatted(
                        micros(variant.kernelMicros()),
                        micros(baseline.kernelMicros()),
                        Numbers.ratio(variant.kernelMicros() / baseline.kernelMicros())));
        integers();
        transitions();
        bound();
        extreme(Comparator.comparingDouble(Row::change), "gains most", -1);
        extreme(Comparator.comparingDouble(Row::change).reversed(), "loses most", 1);
        outside();
        return List.copyOf(reasons);
    }

    private void integers() {
        List<KernelTime> multiplying = comparison.variant().kernels().stream()
                .filter(kernel -> kernel.multiplications() != null)
                .toList();
        long integers = multiplying.stream()
                .filter(kernel -> kernel.kind() == Kind.INTEGER)
                .count();
        if (!multiplying.isEmpty()) {
            reasons.add("%d of %s that multiply do so in integers; integer kernels take %s of the variant's time."
                    .formatted(
                            integers,
                            Numbers.counted(multiplying.size(), "kernel"),
                            Numbers.percent(comparison.variant().micros(Kind.INTEGER)
                                    / comparison.variant().kernelMicros())));
        }
    }

    private void transitions() {
        OperatorProfile variant = comparison.variant();
        int conversions = variant.count(Kind.CONVERSION);
        int casts = variant.count(Kind.CAST);
        if (conversions + casts == 0) {
            return;
        }
        double taken = variant.micros(Kind.CONVERSION) + variant.micros(Kind.CAST);
        reasons.add("%s between types of numbers take %s, %s of the variant's time."
                .formatted(
                        Numbers.counted(conversions + casts, "conversion"),
                        micros(taken),
                        Numbers.percent(taken / variant.kernelMicros())));
    }

    private void bound() {
        SpeedBound baseline = SpeedBound.of(comparison.baseline(), roofline);
        SpeedBound variant = SpeedBound.of(comparison.variant(), roofline);
        String share = Numbers.percent(baseline.multiplyingMicros() / baseline.kernelMicros());
        if (baseline.leastInt8Ratio() != null) {
            reasons.add(
                    "What multiplies takes %s of the baseline's time; at this machine's measured INT8 peak a ratio of %s is the least that INT8 could reach."
                            .formatted(share, Numbers.ratio(baseline.leastInt8Ratio())));
        }
        if (baseline.peakShare() != null && variant.peakShare() != null) {
            reasons.add(
                    "Kernels that multiply run at %s of the peak of their numbers in the baseline, and at %s in the variant."
                            .formatted(Numbers.percent(baseline.peakShare()), Numbers.percent(variant.peakShare())));
        }
    }

    /** @param sign of the change that the sentence is about */
    private void extreme(Comparator<Row> first, String what, int sign) {
        comparison.rows().stream()
                .min(first)
                .filter(row -> row.change() * sign > 0)
                .ifPresent(row -> reasons.add("%s %s: %s becomes %s."
                        .formatted(row.name(), what, side(row.baseline()), side(row.variant()))));
    }

    private void outside() {
        OperatorProfile variant = comparison.variant();
        double outside = variant.runMicros() - variant.kernelMicros();
        if (outside > MUCH_OUTSIDE * variant.runMicros()) {
            reasons.add(
                    "%s of each of the variant's runs pass outside of kernels, %s of it: a network this small gains little."
                            .formatted(micros(outside), Numbers.percent(outside / variant.runMicros())));
        }
    }

    private static String side(KernelTime kernel) {
        return kernel == null ? "nothing" : "%s in %s".formatted(kernel.operator(), micros(kernel.micros()));
    }

    /** For a person. */
    public static String micros(double micros) {
        return String.format(Locale.ROOT, micros < 100 ? "%.1f µs" : "%,.0f µs", micros);
    }
}
