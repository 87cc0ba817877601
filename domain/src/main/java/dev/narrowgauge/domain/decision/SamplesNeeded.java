package dev.narrowgauge.domain.decision;

import dev.narrowgauge.domain.stats.Interval;
import dev.narrowgauge.domain.stats.PairedProportions;
import java.util.OptionalLong;

/** How many labelled answers would decide, were the share of answers on which the two models differ to stay. */
final class SamplesNeeded {
    private static final long MOST = 100_000_000;

    private SamplesNeeded() {}

    /** Empty where no number of samples would: the loss lies at the limit. */
    static OptionalLong of(PairedProportions seen, AgreementLimits limits) {
        long undecided = seen.samples();
        long decided = undecided;
        while (!decides(seen, decided, limits)) {
            if (decided > MOST) {
                return OptionalLong.empty();
            }
            undecided = decided;
            decided *= 2;
        }
        while (decided - undecided > 1) {
            long middle = (decided + undecided) / 2;
            if (decides(seen, middle, limits)) {
                decided = middle;
            } else {
                undecided = middle;
            }
        }
        return OptionalLong.of(decided);
    }

    private static boolean decides(PairedProportions seen, long samples, AgreementLimits limits) {
        double factor = (double) samples / seen.samples();
        var larger = new PairedProportions(
                samples, Math.round(factor * seen.onlyVariantRight()), Math.round(factor * seen.onlyBaselineRight()));
        Interval loss = larger.loss(2 * limits.confidence() - 1);
        return loss.high() < limits.mostTop1Loss() || loss.low() > limits.mostTop1Loss();
    }
}
