package dev.narrowgauge.fleet;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.function.Function;

/**
 * Disrupts a fleet in one way after the other, in an order that a seed gives. Each member does its work again before the next
 * is taken, and everything is done once before anything comes again.
 */
public final class Disruptions implements AutoCloseable {
    /** How long a program that was disrupted may take until it does its work again. */
    static final Duration READY = Duration.ofMinutes(5);

    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final Function<Random, List<List<Disruption>>> round;
    private final Random random;
    private final int most;
    private final List<String> done = Collections.synchronizedList(new ArrayList<>());
    private final List<DrainedNode> drained;
    private final Thread thread;
    private volatile boolean wanted = true;
    private volatile RuntimeException failure;

    private Disruptions(
            Function<Random, List<List<Disruption>>> round, List<DrainedNode> drained, long seed, int most) {
        this.round = round;
        this.drained = drained;
        this.random = new Random(seed);
        this.most = most;
        this.thread = Thread.ofPlatform().name("disruptions").daemon().unstarted(this::run);
    }

    /**
     * Begins to kill, stop and restart programs, and to drain nodes.
     *
     * @param lease of the fleet's workers and agents; who is stopped has lost it
     * @param most after which there are no more
     */
    public static Disruptions begin(Fleet fleet, Duration lease, long seed, int most) {
        List<DrainedNode> drained = Collections.synchronizedList(new ArrayList<>());
        ProgramDisruptions programs = new ProgramDisruptions(fleet, lease, drained::add);
        return new Disruptions(_ -> programs.all(), drained, seed, most).begun();
    }

    /**
     * Begins to cut and mend the links of machines outside, and to slow them where this machine can.
     *
     * @param lease of the agents there; some cuts are longer and some are shorter
     * @param most after which there are no more
     */
    public static Disruptions beginOnLinks(Fleet fleet, Duration lease, long seed, int most) {
        return new Disruptions(new LinkDisruptions(fleet, lease)::all, List.of(), seed, most).begun();
    }

    private Disruptions begun() {
        thread.start();
        return this;
    }

    /** Those that have begun so far. */
    public List<String> done() {
        return List.copyOf(done);
    }

    /** Until so many have begun; at once where there will be no more. */
    public void await(int count) {
        var _ = Waiting.until(READY.multipliedBy(count), () -> done.size() >= count || !thread.isAlive());
    }

    /** What drained nodes took all the same of runs that have ended, in sentences; none where they took nothing. */
    public List<String> faults(FleetApi api, List<String> runs) {
        List<DrainedNode> nodes = List.copyOf(drained);
        List<String> faults = new ArrayList<>();
        for (String run : runs) {
            List<FleetApi.Event> events = api.events(run);
            nodes.forEach(node -> faults.addAll(node.faults(run, events)));
        }
        return faults;
    }

    private void run() {
        try {
            Deque<Disruption> open = new ArrayDeque<>();
            for (int i = 0; wanted && i < most; i++) {
                if (open.isEmpty()) {
                    open.addAll(order(round.apply(random), random));
                }
                Disruption disruption = open.removeFirst();
                done.add(disruption.name());
                disruption.action().run();
                Waiting.pause(PAUSE);
            }
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    /** Kinds take turns, so that among a few disruptions there is one of each. */
    static List<Disruption> order(List<List<Disruption>> kinds, Random random) {
        List<Deque<Disruption>> left = new ArrayList<>();
        for (List<Disruption> kind : kinds) {
            List<Disruption> shuffled = new ArrayList<>(kind);
            Collections.shuffle(shuffled, random);
            left.add(new ArrayDeque<>(shuffled));
        }
        Collections.shuffle(left, random);
        List<Disruption> order = new ArrayList<>();
        while (!left.isEmpty()) {
            left.removeIf(Deque::isEmpty);
            left.forEach(kind -> order.add(kind.removeFirst()));
        }
        return order;
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
