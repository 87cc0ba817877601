package dev.narrowgauge.engine.runtime.measure;

import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Draws which runs of a turn have their outputs checked: of every fifty one, of the first turn of a block at least one. */
final class CheckedPlaces {
    private static final int EVERY = 50;

    /** Each takes a run before the turn that is not timed. */
    private static final int MOST = 16;

    private CheckedPlaces() {}

    /**
     * In order, from 0.
     *
     * @param first whether the turn is the first of its block
     * @param surely runs that the turn has almost certainly; at least 1
     * @param expected runs that it has probably
     */
    static int[] draw(boolean first, int surely, int expected, RandomGenerator random) {
        int windows = first ? Math.max(1, (expected + EVERY - 1) / EVERY) : expected / EVERY;
        return IntStream.range(0, Math.min(windows, MOST))
                .map(window -> window * EVERY + random.nextInt(window == 0 ? Math.min(surely, EVERY) : EVERY))
                .toArray();
    }
}
