package dev.narrowgauge.domain.decision;

import dev.narrowgauge.domain.stats.Interval;
import dev.narrowgauge.domain.stats.PairedProportions;
import java.util.OptionalLong;
import java.util.function.LongPredicate;

/** How many samples would decide, were what follows like what was seen. */
public final class SamplesNeeded {
    private static final long MOST = 100_000_000;

    private SamplesNeeded() {}

    /** Of labelled answers, for the limit on top-1; empty where no number of samples would: the loss lies at the limit. */
    static OptionalLong of(PairedProportions seen, AgreementLimits limits) {
        return of(seen, limits.mostTop1Loss(), limits.confidence());
    }

    /**
     * The same for any limit on that loss.
     *
     * @param confidence one-sided
     */
    public static OptionalLong of(PairedProportions seen, double mostLoss, double confidence) {
        return of(seen.samples(), samples -> {
            double factor = (double) samples / seen.samples();
            var larger = new PairedProportions(
                    samples,
                    Math.round(factor * seen.onlyVariantRight()),
                    Math.round(factor * seen.onlyBaselineRight()));
            Interval loss = larger.loss(2 * confidence - 1);
            return loss.high() < mostLoss || loss.low() > mostLoss;
        });
    }

    /**
     * Empty where no number would.
     *
     * @param seen so many, which do not decide
     * @param decides whether so many would
     */
    public static OptionalLong of(long seen, LongPredicate decides) {
        long undecided = seen;
        long decided = undecided;
        while (!decides.test(decided)) {
            if (decided > MOST) {
                return OptionalLong.empty();
            }
            undecided = decided;
            decided *= 2;
        }
        while (decided - undecided > 1) {
            long middle = (decided + undecided) / 2;
            if (decides.test(middle)) {
                decided = middle;
            } else {
                undecided = middle;
            }
        }
        return OptionalLong.of(decided);
    }
}
