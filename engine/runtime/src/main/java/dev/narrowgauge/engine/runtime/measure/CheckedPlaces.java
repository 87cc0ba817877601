package dev.narrowgauge.engine.runtime.measure;

import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Draws which runs of a block have their outputs checked: of every fifty one, of a block at least one. */
final class CheckedPlaces {
    private static final int EVERY = 50;

    /** Each takes a run before the block that is not timed. */
    private static final int MOST = 16;

    private CheckedPlaces() {}

    /**
     * In order, from 0.
     *
     * @param surely runs that the block has in any case; at least 1
     * @param expected runs that it has probably
     */
    static int[] draw(int surely, int expected, RandomGenerator random) {
        int windows = Math.clamp((expected + EVERY - 1) / EVERY, 1, MOST);
        return IntStream.range(0, windows)
                .map(window -> window * EVERY + random.nextInt(window == 0 ? Math.min(surely, EVERY) : EVERY))
                .toArray();
    }
}
