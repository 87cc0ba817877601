package dev.narrowgauge.checks.images;

import static java.util.stream.Collectors.joining;

import dev.narrowgauge.checks.frame.Machine;
import dev.narrowgauge.domain.stats.Median;
import dev.narrowgauge.fleet.Container;
import dev.narrowgauge.fleet.ContainerFleet;
import dev.narrowgauge.fleet.FleetPlan;
import dev.narrowgauge.fleet.MemberPlan;
import dev.narrowgauge.fleet.Program;
import dev.narrowgauge.fleet.Role;
import dev.narrowgauge.fleet.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How soon a new container of each role is ready, and what it takes when it has nothing to do. */
record ContainerStarts(List<Started> roles) {
    private static final int STARTS = 5;
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration IDLE = Duration.ofMinutes(1);
    private static final double MILLISECONDS = 1000;

    /**
     * A container of a role.
     *
     * @param seconds of each from its creation until its program said that it does its work
     * @param mebibytes resident, of all its processes
     */
    record Started(String role, List<Double> seconds, double mebibytes) {
        double medianSeconds() {
            return Median.of(seconds.stream().mapToDouble(Double::doubleValue).toArray());
        }
    }

    /** One after the other, while the others have nothing to do. */
    static ContainerStarts measure(FleetPlan plan) {
        try (ContainerFleet fleet = ContainerFleet.start(plan)) {
            List<List<Double>> seconds = new ArrayList<>();
            List<Container> containers = new ArrayList<>();
            for (Role role : Role.values()) {
                Container container = fleet.container(member(plan, role));
                seconds.add(starts(container.program()));
                containers.add(container);
            }
            Waiting.pause(IDLE);
            List<Started> roles = new ArrayList<>();
            for (Role role : Role.values()) {
                int i = role.ordinal();
                roles.add(new Started(
                        role.program(), seconds.get(i), containers.get(i).residentMebibytes()));
            }
            return new ContainerStarts(roles);
        }
    }

    private static String member(FleetPlan plan, Role role) {
        return plan.members().stream()
                .filter(member -> member.role() == role)
                .map(MemberPlan::name)
                .findFirst()
                .orElseThrow();
    }

    private static List<Double> starts(Program program) {
        List<Double> seconds = new ArrayList<>();
        for (int i = 0; i < STARTS; i++) {
            program.terminate();
            Machine.awaitQuiet();
            program.start();
            seconds.add(program.awaitReady(LIMIT).toMillis() / MILLISECONDS);
        }
        return seconds;
    }

    String line() {
        return roles.stream()
                .map(role -> String.format(
                        Locale.ROOT, "%s %.1f s, %.0f MiB", role.role(), role.medianSeconds(), role.mebibytes()))
                .collect(joining(" | "));
    }
}
