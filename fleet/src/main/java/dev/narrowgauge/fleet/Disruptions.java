package dev.narrowgauge.fleet;

import static java.util.Locale.ROOT;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;

/**
 * Kills, stops and restarts the programs of a fleet, one after the other, in an order that a seed gives. Each is ready again before
 * the next is taken, and every kind is done to every program before one comes again.
 */
public final class Disruptions implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration AWAY = Duration.ofSeconds(1);
    private static final Duration READY = Duration.ofMinutes(5);

    /** What is done to a program; it is stopped for longer than a lease. */
    private enum Kind {
        KILLED,
        STOPPED,
        RESTARTED
    }

    private record Disruption(Kind kind, Member member) {
        @Override
        public String toString() {
            return "%s %s".formatted(member.name(), kind.name().toLowerCase(ROOT));
        }
    }

    private final List<Member> members;
    private final Duration stop;
    private final Random random;
    private final int most;
    private final List<String> done = Collections.synchronizedList(new ArrayList<>());
    private final Thread thread;
    private volatile boolean wanted = true;
    private volatile RuntimeException failure;

    private Disruptions(List<Member> members, Duration stop, long seed, int most) {
        this.members = members;
        this.stop = stop;
        this.random = new Random(seed);
        this.most = most;
        this.thread = Thread.ofPlatform().name("disruptions").daemon().unstarted(this::run);
    }

    /**
     * Begins with the first.
     *
     * @param lease of the fleet's workers and agents; who is stopped has lost it
     * @param most after which there are no more
     */
    public static Disruptions begin(Fleet fleet, Duration lease, long seed, int most) {
        Disruptions disruptions = new Disruptions(fleet.members(), lease.plusSeconds(2), seed, most);
        disruptions.thread.start();
        return disruptions;
    }

    /** Those that have begun so far. */
    public List<String> done() {
        return List.copyOf(done);
    }

    /** Until so many have begun; at once where there will be no more. */
    public void await(int count) {
        var _ = Waiting.until(READY.multipliedBy(count), () -> done.size() >= count || !thread.isAlive());
    }

    private void run() {
        try {
            List<Disruption> open = new ArrayList<>();
            for (int i = 0; wanted && i < most; i++) {
                if (open.isEmpty()) {
                    open.addAll(shuffled());
                }
                Disruption disruption = open.removeLast();
                done.add(disruption.toString());
                apply(disruption);
                Waiting.pause(PAUSE);
            }
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private List<Disruption> shuffled() {
        List<Disruption> all = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            members.forEach(member -> all.add(new Disruption(kind, member)));
        }
        Collections.shuffle(all, random);
        return all;
    }

    private void apply(Disruption disruption) {
        Program program = disruption.member().program();
        switch (disruption.kind()) {
            case KILLED -> {
                program.kill();
                Waiting.pause(AWAY);
                program.start();
            }
            case STOPPED -> {
                program.stop();
                Waiting.pause(stop);
                program.resume();
            }
            case RESTARTED -> {
                program.terminate();
                program.start();
            }
        }
        var _ = program.awaitReady(READY);
    }

    /** Returns when the last is over; throws what went wrong. */
    @Override
    public void close() {
        wanted = false;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while a program was disrupted");
        }
        if (failure != null) {
            throw failure;
        }
    }
}
