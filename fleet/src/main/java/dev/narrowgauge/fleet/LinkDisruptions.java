package dev.narrowgauge.fleet;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/** What is done to the links of a fleet: each is cut, and slowed where the machine can do that, and mended. */
final class LinkDisruptions {
    private static final long SHORTEST_CUT_MILLIS = 500;
    private static final double SECOND_IN_MILLIS = 1000;

    private final List<Member> members;
    private final Optional<SlowLink> slow = SlowLink.ofThisMachine();
    private final Duration longest;

    /** @param lease of the agents: about half of the cuts are longer */
    LinkDisruptions(Fleet fleet, Duration lease) {
        this.members = fleet.members().stream()
                .filter(member -> member.link().isPresent())
                .toList();
        this.longest = lease.multipliedBy(2);
    }

    /** Once of all, by kinds. */
    List<List<Disruption>> all(Random random) {
        return List.of(
                members.stream().map(member -> cut(member, random)).toList(),
                slow.stream()
                        .flatMap(how -> members.stream().map(member -> slowed(member, how)))
                        .toList());
    }

    private Disruption cut(Member member, Random random) {
        long millis = random.nextLong(SHORTEST_CUT_MILLIS, longest.toMillis());
        String name = String.format(Locale.ROOT, "%s cut off for %.1f s", member.name(), millis / SECOND_IN_MILLIS);
        return new Disruption(name, () -> {
            network(member).cut();
            mendAfter(Duration.ofMillis(millis), member);
        });
    }

    private Disruption slowed(Member member, SlowLink how) {
        return new Disruption("%s %s".formatted(member.name(), how.done()), () -> {
            network(member).slow(how);
            mendAfter(longest, member);
        });
    }

    private static void mendAfter(Duration time, Member member) {
        Waiting.pause(time);
        network(member).mend();
        var _ = member.program().awaitReady(Disruptions.READY);
    }

    private static NetworkNamespace network(Member member) {
        return member.link().orElseThrow().network();
    }
}
