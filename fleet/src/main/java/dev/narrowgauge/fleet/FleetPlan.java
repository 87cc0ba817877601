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
 * @param brokers of Kafka: one, in the process of the other servers, or several in processes of their own, each of which keeps
 *     every message
 */
public record FleetPlan(
        Path checkout,
        Path folder,
        Programs programs,
        Optional<Duration> lease,
        OptionalInt forks,
        List<MemberPlan> members,
        int brokers) {
    public FleetPlan {
        requireNonNull(checkout, "checkout is null");
        requireNonNull(folder, "folder is null");
        requireNonNull(programs, "programs is null");
        requireNonNull(lease, "lease is null");
        requireNonNull(forks, "forks is null");
        members = List.copyOf(members);
        if (brokers < 1) {
            throw new IllegalArgumentException("brokers is not positive: " + brokers);
        }
    }

    /** Of the usual members, as they are by themselves, and one broker. */
    public static FleetPlan of(Path checkout, Path folder, Programs programs) {
        return new FleetPlan(checkout, folder, programs, Optional.empty(), OptionalInt.empty(), MemberPlan.usual(), 1);
    }

    /** With measurements of one fork, which answer nothing and take seconds. */
    public FleetPlan quick() {
        return new FleetPlan(checkout, folder, programs, lease, OptionalInt.of(1), members, brokers);
    }

    /** @param time after which what a stopped or killed program had in hand is another's */
    public FleetPlan withLease(Duration time) {
        return new FleetPlan(checkout, folder, programs, Optional.of(time), forks, members, brokers);
    }

    public FleetPlan withMembers(List<MemberPlan> others) {
        return new FleetPlan(checkout, folder, programs, lease, forks, others, brokers);
    }

    public FleetPlan withBrokers(int count) {
        return new FleetPlan(checkout, folder, programs, lease, forks, members, count);
    }

    boolean hasBrokerCluster() {
        return brokers > 1;
    }

    /** How many free ports all may need: members for health checks or REST and for gRPC, and brokers. */
    int ports() {
        return 2 * members.size() + (hasBrokerCluster() ? BrokerCluster.ports(brokers) : 0);
    }
}
