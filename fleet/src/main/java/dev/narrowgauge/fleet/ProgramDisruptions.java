package dev.narrowgauge.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** What is done to the programs of a fleet: each is killed, stopped and restarted, and nodes, which agents alone have, are drained. */
final class ProgramDisruptions {
    private static final Duration AWAY = Duration.ofSeconds(1);
    private static final Duration MORE = Duration.ofSeconds(2);

    private final Fleet fleet;
    private final Duration lease;
    private final Consumer<DrainedNode> drained;

    /**
     * @param lease of workers and agents, in which each sends several heartbeats
     * @param drained is told of each node that was
     */
    ProgramDisruptions(Fleet fleet, Duration lease, Consumer<DrainedNode> drained) {
        this.fleet = fleet;
        this.lease = lease;
        this.drained = drained;
    }

    /** Once of all, by kinds. */
    List<List<Disruption>> all() {
        return List.of(
                each(fleet.members(), "killed", this::kill),
                each(fleet.members(), "stopped", this::stop),
                each(fleet.members(), "restarted", this::restart),
                each(fleet.members(Role.AGENT), "drained", this::drain));
    }

    private static List<Disruption> each(List<Member> members, String what, Consumer<Member> action) {
        Function<Member, Disruption> disruption =
                member -> new Disruption("%s %s".formatted(member.name(), what), () -> {
                    action.accept(member);
                    var _ = member.program().awaitReady(Disruptions.READY);
                });
        return members.stream().map(disruption).toList();
    }

    private void kill(Member member) {
        member.program().kill();
        Waiting.pause(AWAY);
        member.program().start();
    }

    /** For so long that it has lost its leases. */
    private void stop(Member member) {
        member.program().stop();
        Waiting.pause(lease.plus(MORE));
        member.program().resume();
    }

    private void restart(Member member) {
        member.program().terminate();
        member.program().start();
    }

    /** What it takes before it has heard of that is no fault; its next heartbeats tell it at the latest. */
    private void drain(Member member) {
        Instant heard = fleet.api().drain(member.name()).plus(lease);
        Waiting.pause(lease.multipliedBy(2));
        Instant until = Instant.now();
        fleet.api().resume(member.name());
        drained.accept(new DrainedNode(member.name(), member.plan().deviceClass(), heard, until));
    }
}
