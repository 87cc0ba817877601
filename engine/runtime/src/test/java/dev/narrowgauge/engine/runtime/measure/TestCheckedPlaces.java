package dev.narrowgauge.engine.runtime.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TestCheckedPlaces {
    private static final long SEED = 20261126;

    @Test
    void ofABlocksFirstTurnOneOfFiftyIsDrawnAndTheFirstIsSurelyRun() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 1000; i++) {
            int surely = 1 + random.nextInt(100);
            int expected = surely + random.nextInt(400);
            int[] places = CheckedPlaces.draw(true, 0, surely, expected, random);
            assertThat(places).as("seed %d, round %d", SEED, i).hasSize((expected + 49) / 50);
            assertThat(places[0]).isBetween(0, Math.min(surely, 50) - 1);
            for (int window = 1; window < places.length; window++) {
                assertThat(places[window] / 50).isEqualTo(window);
            }
        }
    }

    @Test
    void ofLaterTurnsTooOneOfFiftyRunsIsDrawn() {
        SplittableRandom random = new SplittableRandom(SEED);
        assertThat(CheckedPlaces.draw(false, 0, 20, 49, random)).isEmpty();
        assertThat(CheckedPlaces.draw(false, 10, 20, 40, random)).hasSize(1);
        assertThat(CheckedPlaces.draw(false, 0, 60, 120, random)).hasSize(2);
    }

    @Test
    void theSameSeedDrawsTheSame() {
        assertThat(CheckedPlaces.draw(true, 0, 30, 200, new SplittableRandom(SEED)))
                .isEqualTo(CheckedPlaces.draw(true, 0, 30, 200, new SplittableRandom(SEED)));
    }

    @Test
    void everyRunMayBeDrawn() {
        SplittableRandom random = new SplittableRandom(SEED);
        boolean[] drawn = new boolean[100];
        for (int i = 0; i < 5000; i++) {
            Arrays.stream(CheckedPlaces.draw(true, 0, 50, 100, random)).forEach(place -> drawn[place] = true);
        }
        assertThat(drawn).doesNotContain(false);
    }

    @Test
    void turnsOfVeryManyRunsAreCheckedInPart() {
        assertThat(CheckedPlaces.draw(true, 0, 30, 1_000_000, new SplittableRandom(SEED)))
                .hasSize(16);
    }
}
