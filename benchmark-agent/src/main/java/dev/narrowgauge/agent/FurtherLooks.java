package dev.narrowgauge.agent;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.determinism.DeterminismReport;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.profile.ProfileComparison;
import dev.narrowgauge.domain.profile.Roofline;
import dev.narrowgauge.domain.profile.SpeedInsight;
import dev.narrowgauge.domain.scenario.Scenario;
import dev.narrowgauge.domain.scenario.ScenarioResult;
import dev.narrowgauge.engine.client.EngineAlone;
import dev.narrowgauge.engine.client.EngineCall;
import dev.narrowgauge.engine.client.EngineProfiles;
import dev.narrowgauge.engine.client.ScenarioPlan;
import dev.narrowgauge.proto.engine.CheckDeterminism;
import dev.narrowgauge.proto.engine.MeasureRoofline;
import dev.narrowgauge.proto.engine.Profile;
import dev.narrowgauge.proto.engine.Profiled;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

/**
 * What is looked at beside accuracy and latency: why variants are as fast as they are on this node, whose roofline is measured
 * once, with the first of them; what they take; whether they repeat themselves. What goes wrong with that costs a measurement
 * nothing but the answer.
 */
final class FurtherLooks {
    private static final Logger LOG = System.getLogger(FurtherLooks.class.getName());
    private static final double PROFILE_SECONDS = 0.5;
    private static final double KERNEL_SECONDS = 0.05;
    private static final double SCENARIO_SECONDS = 0.2;

    /** Each is one more of the baseline, too, and takes a second or two. */
    private static final int MOST_STARTS = 12;

    private final boolean profiles;
    private final boolean takesUsage;
    private Optional<Roofline> roofline = Optional.empty();

    /** Baseline and variant, and the samples that they run. */
    record Files(Path baseline, Path variant, Path samples) {
        Files {
            requireNonNull(baseline, "baseline is null");
            requireNonNull(variant, "variant is null");
            requireNonNull(samples, "samples is null");
        }
    }

    /**
     * @param insight null where nobody looked, or it could not be found out
     * @param scenarios empty likewise
     * @param determinism null likewise
     */
    record Found(SpeedInsight insight, List<ScenarioResult> scenarios, DeterminismReport determinism) {
        /** Of another device than the processor, on which alone all of these look. */
        static Found nothing() {
            return new Found(null, List.of(), null);
        }
    }

    /**
     * @param profiles whether variants are profiled
     * @param takesUsage whether it is measured what they take, and whether they repeat themselves
     */
    FurtherLooks(boolean profiles, boolean takesUsage) {
        this.profiles = profiles;
        this.takesUsage = takesUsage;
    }

    /**
     * Of a caller who has the machine.
     *
     * @param forks that the measurement is asked for; 0 where none in particular
     */
    Found at(Files files, int forks, EngineAlone alone, EngineCall call) {
        return new Found(
                look(profiles, "profile of", files, () -> insight(files, alone, call))
                        .orElse(null),
                look(takesUsage, "usage of", files, () -> scenarios(files, forks, alone, call))
                        .orElse(List.of()),
                look(takesUsage, "determinism of", files, () -> determinism(files, alone, call))
                        .orElse(null));
    }

    private static <T> Optional<T> look(boolean wanted, String what, Files files, Supplier<T> looking) {
        if (!wanted) {
            return Optional.empty();
        }
        try {
            return Optional.of(looking.get());
        } catch (CancellationException stopped) {
            // What was measured together goes on for the others, and of this one its job says that it is over.
            return Optional.empty();
        } catch (NarrowgaugeException failure) {
            LOG.log(Level.INFO, "No {0} {1}: {2}", what, files.variant(), failure.getMessage());
            return Optional.empty();
        }
    }

    private SpeedInsight insight(Files files, EngineAlone alone, EngineCall call) {
        Roofline reached = roofline(alone, call);
        Profile task = Profile.newBuilder()
                .setBaselinePath(files.baseline().toString())
                .setVariantPath(files.variant().toString())
                .setDatasetPath(files.samples().toString())
                .setSeconds(PROFILE_SECONDS)
                .build();
        Profiled profiled = alone.profile(task, call).value();
        ProfileComparison comparison = ProfileComparison.of(
                EngineProfiles.of(profiled.getBaseline()), EngineProfiles.of(profiled.getVariant()));
        return SpeedInsight.of(comparison, reached, profiled.getThreads());
    }

    private Roofline roofline(EngineAlone alone, EngineCall call) {
        if (roofline.isEmpty()) {
            MeasureRoofline task = MeasureRoofline.newBuilder()
                    .setSecondsPerKernel(KERNEL_SECONDS)
                    .build();
            roofline = Optional.of(
                    EngineProfiles.of(alone.measureRoofline(task, call).value()));
        }
        return roofline.get();
    }

    private static List<ScenarioResult> scenarios(Files files, int forks, EngineAlone alone, EngineCall call) {
        ScenarioPlan plan = new ScenarioPlan(
                Scenario.SINGLE_STREAM,
                List.of(1),
                List.of(call.limits().threads()),
                Math.clamp(forks, ScenarioPlan.STANDARD_FORKS, MOST_STARTS),
                SCENARIO_SECONDS,
                Optional.empty(),
                ScenarioPlan.STANDARD_PRECISION,
                ScenarioPlan.STANDARD_SEARCH,
                files.variant().hashCode());
        return alone.measure(List.of(files.baseline(), files.variant()), files.samples(), plan, call);
    }

    private static DeterminismReport determinism(Files files, EngineAlone alone, EngineCall call) {
        CheckDeterminism task = CheckDeterminism.newBuilder()
                .setModelPath(files.variant().toString())
                .setDatasetPath(files.samples().toString())
                .setBrief(true)
                .build();
        return EngineProfiles.of(alone.checkDeterminism(task, call).value());
    }
}
