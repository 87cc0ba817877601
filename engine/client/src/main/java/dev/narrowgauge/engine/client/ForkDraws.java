package dev.narrowgauge.engine.client;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** What a measurement draws at random, again the same from the same seed. */
final class ForkDraws {
    private final SplittableRandom random;

    ForkDraws(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** The numbers from 0 on in random order. */
    List<Integer> order(int members) {
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, members).boxed().toList());
        Collections.shuffle(order, Random.from(random));
        return List.copyOf(order);
    }

    int below(int bound) {
        return random.nextInt(bound);
    }
}
