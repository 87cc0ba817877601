package dev.narrowgauge.fleet;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a fleet is made of.
 *
 * @param checkout that was built
 * @param folder for all its files, which is emptied first; it is not the system's for temporary files
 * @param lease of workers and agents, and the grace of all who are told to end; empty leaves both to them
 * @param forks of a measurement at most; empty leaves it to the agents
 */
public record FleetPlan(
        Path checkout,
        Path folder,
        Programs programs,
        Optional<Duration> lease,
        OptionalInt forks,
        List<MemberPlan> members) {
    public FleetPlan {
        requireNonNull(checkout, "checkout is null");
        requireNonNull(folder, "folder is null");
        requireNonNull(programs, "programs is null");
        requireNonNull(lease, "lease is null");
        requireNonNull(forks, "forks is null");
        members = List.copyOf(members);
    }

    /** Of the usual members, as they are by themselves. */
    public static FleetPlan of(Path checkout, Path folder, Programs programs) {
        return new FleetPlan(checkout, folder, programs, Optional.empty(), OptionalInt.empty(), MemberPlan.usual());
    }

    /** With measurements of one fork, which answer nothing and take seconds. */
    public FleetPlan quick() {
        return new FleetPlan(checkout, folder, programs, lease, OptionalInt.of(1), members);
    }

    /** @param time after which what a stopped or killed program had in hand is another's */
    public FleetPlan withLease(Duration time) {
        return new FleetPlan(checkout, folder, programs, Optional.of(time), forks, members);
    }

    /** How many free ones all of them may need: for health checks or REST, and for gRPC. */
    int ports() {
        return 2 * members.size();
    }

    public FleetPlan withMembers(List<MemberPlan> others) {
        return new FleetPlan(checkout, folder, programs, lease, forks, others);
    }
}
