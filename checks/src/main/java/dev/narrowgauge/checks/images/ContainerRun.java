package dev.narrowgauge.checks.images;

import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.fleet.ContainerFleet;
import dev.narrowgauge.fleet.EndedRun;
import dev.narrowgauge.fleet.FleetPlan;
import dev.narrowgauge.fleet.MemberPlan;
import dev.narrowgauge.fleet.Role;
import dev.narrowgauge.fleet.RunInputs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What came of the demo's run in containers.
 *
 * @param faults what was not as it has to be, in sentences
 * @param seconds from its submission to its end
 */
record ContainerRun(List<String> faults, double seconds) {
    private static final Duration LIMIT = Duration.ofMinutes(20);
    private static final double SECOND = 1e9;

    static ContainerRun measure(FleetPlan plan, Path demo) {
        List<String> faults = new ArrayList<>();
        double seconds = 0;
        try (ContainerFleet fleet = ContainerFleet.start(plan)) {
            faults.addAll(fleet.faults());
            List<String> recipes = List.of(RunInputs.FP16, RunInputs.INT8);
            List<String> deviceClasses = plan.members().stream()
                    .filter(member -> member.role() == Role.AGENT)
                    .map(MemberPlan::deviceClass)
                    .toList();
            RunInputs inputs = RunInputs.upload(fleet.api(), demo, "digits-resnet");
            long begin = System.nanoTime();
            String run = fleet.api().submit(inputs, recipes, deviceClasses);
            faults.addAll(EndedRun.faults(fleet.api(), run, recipes.size(), deviceClasses, LIMIT));
            seconds = (System.nanoTime() - begin) / SECOND;
        } catch (NarrowgaugeException e) {
            faults.add(e.getMessage());
        }
        return new ContainerRun(faults, seconds);
    }

    String line() {
        return String.format(Locale.ROOT, "%.0f s, %d faults", seconds, faults.size());
    }
}
