package dev.narrowgauge.engine.quantizer.range;

import dev.narrowgauge.domain.recipe.CalibrationMethod;
import dev.narrowgauge.domain.recipe.CalibrationSettings;
import dev.narrowgauge.engine.onnx.model.WeakIdentityMap;
import dev.narrowgauge.engine.quantizer.calibration.ActivationStatistics;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Chooses ranges, each in the same way once: a search makes many variants from the same statistics. What was chosen is
 * forgotten together with them.
 */
public final class KnownRanges {
    private static final WeakIdentityMap<ActivationStatistics, Map<Way, Range>> KNOWN = new WeakIdentityMap<>();

    /** Everything but the statistics that the range follows from. */
    private record Way(CalibrationMethod method, double percentile, Grid grid) {}

    private KnownRanges() {}

    /** @param observed has at least one finite value */
    public static Range of(CalibrationSettings settings, ActivationStatistics observed, Grid grid) {
        Map<Way, Range> known = KNOWN.get(observed);
        if (known == null) {
            known = new ConcurrentHashMap<>();
            KNOWN.put(observed, known);
        }
        return known.computeIfAbsent(
                new Way(settings.method(), settings.percentile(), grid),
                way -> RangeMethods.of(settings).choose(observed, grid));
    }
}
