package dev.narrowgauge.fleet;

import static java.util.Locale.ROOT;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;

/**
 * What befalls the programs of a fleet, one after the other, in an order that a seed gives; each is well again before the next
 * is taken. Before one comes again all others have come.
 */
public final class Troubles implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration AWAY = Duration.ofSeconds(1);
    private static final Duration READY = Duration.ofMinutes(5);

    /** What befalls a program. */
    private enum Kind {
        KILLED,
        STOPPED,
        RESTARTED
    }

    private record Trouble(Kind kind, Member member) {
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

    private Troubles(List<Member> members, Duration stop, long seed, int most) {
        this.members = members;
        this.stop = stop;
        this.random = new Random(seed);
        this.most = most;
        this.thread = Thread.ofPlatform().name("troubles").daemon().unstarted(this::run);
    }

    /**
     * Begins with the first.
     *
     * @param lease of the fleet's workers and agents; who is stopped has lost it
     * @param most after which there are no more
     */
    public static Troubles begin(Fleet fleet, Duration lease, long seed, int most) {
        Troubles troubles = new Troubles(fleet.members(), lease.plusSeconds(2), seed, most);
        troubles.thread.start();
        return troubles;
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
            List<Trouble> open = new ArrayList<>();
            for (int i = 0; wanted && i < most; i++) {
                if (open.isEmpty()) {
                    open.addAll(shuffled());
                }
                Trouble trouble = open.removeLast();
                done.add(trouble.toString());
                befall(trouble);
                Waiting.pause(PAUSE);
            }
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private List<Trouble> shuffled() {
        List<Trouble> all = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            members.forEach(member -> all.add(new Trouble(kind, member)));
        }
        Collections.shuffle(all, random);
        return all;
    }

    private void befall(Trouble trouble) {
        Program program = trouble.member().program();
        switch (trouble.kind()) {
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

    /** Returns when nobody is in trouble any more; throws what went wrong with them. */
    @Override
    public void close() {
        wanted = false;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while the fleet was in trouble");
        }
        if (failure != null) {
            throw failure;
        }
    }
}
