package dev.narrowgauge.checks.fleet;

import static java.util.stream.Collectors.joining;

import dev.narrowgauge.checks.frame.Machine;
import dev.narrowgauge.fleet.Fleet;
import dev.narrowgauge.fleet.FleetPlan;
import dev.narrowgauge.fleet.Member;
import dev.narrowgauge.fleet.Program;
import dev.narrowgauge.fleet.Role;
import dev.narrowgauge.fleet.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** How soon a program of each role is ready that was started before on its machine, and what it takes when it has nothing to do. */
record RoleFigures(List<Started> roles) {
    private static final int STARTS = 5;
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration IDLE = Duration.ofMinutes(1);
    private static final double MILLISECONDS = 1000;

    /**
     * A program of a role.
     *
     * @param seconds of each start until it said that it does its work
     * @param mebibytes resident, of its process
     * @param mebibytesWithChildren the same with what it keeps started, as a spare engine child
     */
    record Started(String role, List<Double> seconds, double mebibytes, double mebibytesWithChildren) {
        double medianSeconds() {
            return Quantile.of(seconds, Quantile.MEDIAN);
        }
    }

    /** One after the other, while the others of the fleet have nothing to do. */
    static RoleFigures measure(FleetPlan plan) {
        try (Fleet fleet = Fleet.start(plan)) {
            List<Member> members = Stream.of(Role.values())
                    .map(role -> fleet.members(role).getFirst())
                    .toList();
            List<List<Double>> seconds = new ArrayList<>();
            for (Member member : members) {
                seconds.add(starts(member.program()));
            }
            Waiting.pause(IDLE);
            List<Started> roles = new ArrayList<>();
            for (int i = 0; i < members.size(); i++) {
                Program program = members.get(i).program();
                roles.add(new Started(
                        members.get(i).plan().role().program(),
                        seconds.get(i),
                        program.residentMebibytes(),
                        program.residentMebibytesWithChildren()));
            }
            return new RoleFigures(roles);
        }
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
                        Locale.ROOT,
                        "%s %.1f s, %.0f MiB",
                        role.role(),
                        role.medianSeconds(),
                        role.mebibytesWithChildren()))
                .collect(joining(" | "));
    }
}
