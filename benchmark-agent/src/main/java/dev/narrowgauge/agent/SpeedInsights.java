package dev.narrowgauge.agent;

import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.profile.ProfileComparison;
import dev.narrowgauge.domain.profile.Roofline;
import dev.narrowgauge.domain.profile.SpeedInsight;
import dev.narrowgauge.engine.client.EngineAlone;
import dev.narrowgauge.engine.client.EngineCall;
import dev.narrowgauge.engine.client.EngineProfiles;
import dev.narrowgauge.proto.engine.MeasureRoofline;
import dev.narrowgauge.proto.engine.Profile;
import dev.narrowgauge.proto.engine.Profiled;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * Looks why variants are as fast as they are on this node, whose roofline is measured once, with the first of them. What goes wrong
 * with that costs a measurement nothing but the answer.
 */
final class SpeedInsights {
    private static final Logger LOG = System.getLogger(SpeedInsights.class.getName());
    private static final double PROFILE_SECONDS = 0.5;
    private static final double KERNEL_SECONDS = 0.05;

    private final boolean wanted;
    private Optional<Roofline> roofline = Optional.empty();

    /** @param wanted whether anybody looks at all */
    SpeedInsights(boolean wanted) {
        this.wanted = wanted;
    }

    /** Of a caller who has the machine. Empty where it is not wanted, or could not be found out. */
    Optional<SpeedInsight> of(Path baseline, Path variant, Path samples, EngineAlone alone, EngineCall call) {
        if (!wanted) {
            return Optional.empty();
        }
        try {
            Roofline reached = roofline(alone, call);
            Profile task = Profile.newBuilder()
                    .setBaselinePath(baseline.toString())
                    .setVariantPath(variant.toString())
                    .setDatasetPath(samples.toString())
                    .setSeconds(PROFILE_SECONDS)
                    .build();
            Profiled profiled = alone.profile(task, call).value();
            ProfileComparison comparison = ProfileComparison.of(
                    EngineProfiles.of(profiled.getBaseline()), EngineProfiles.of(profiled.getVariant()));
            return Optional.of(SpeedInsight.of(comparison, reached, profiled.getThreads()));
        } catch (CancellationException stopped) {
            // What was measured together goes on for the others, and for this one its job says that it is over.
            return Optional.empty();
        } catch (NarrowgaugeException failure) {
            LOG.log(Level.INFO, "{0} was not profiled: {1}", variant, failure.getMessage());
            return Optional.empty();
        }
    }

    private Roofline roofline(EngineAlone alone, EngineCall call) {
        if (roofline.isEmpty()) {
            MeasureRoofline task =
                    MeasureRoofline.newBuilder().setSecondsPerKernel(KERNEL_SECONDS).build();
            roofline = Optional.of(EngineProfiles.of(alone.measureRoofline(task, call).value()));
        }
        return roofline.get();
    }
}
