package dev.narrowgauge.engine.runtime.measure;

import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Draws which runs have their outputs checked: of every fifty of a block one, and of its first turn at least one. */
final class CheckedPlaces {
    private static final int EVERY = 50;

    /** Each takes a run before the turn that is not timed. */
    private static final int MOST = 16;

    private CheckedPlaces() {}

    /**
     * In order, from 0.
     *
     * @param first whether the turn is the first of its block
     * @param since runs of the block since the last turn with one that was checked
     * @param surely runs that the turn has almost certainly; at least 1
     * @param expected runs that it has probably
     */
    static int[] draw(boolean first, int since, int surely, int expected, RandomGenerator random) {
        int windows = first ? Math.max(1, (expected + EVERY - 1) / EVERY) : (since + expected) / EVERY;
        return IntStream.range(0, Math.min(windows, MOST))
                .map(window -> window * EVERY + random.nextInt(window == 0 ? Math.min(surely, EVERY) : EVERY))
                .toArray();
    }
}
