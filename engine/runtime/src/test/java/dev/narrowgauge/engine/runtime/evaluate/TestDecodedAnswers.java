package dev.narrowgauge.engine.runtime.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class TestDecodedAnswers {
    @Test
    void countsTheSameTextOnce() {
        var answers = new DecodedAnswers();
        answers.add(new int[] {0, 3, 3, 0, 2}, new int[] {3, 0, 0, 2, 2}, 5);
        assertThat(answers.changedRows()).isEqualTo(4);
        assertThat(answers.samplesWithChangedRow()).isEqualTo(1);
        assertThat(answers.changedWithoutBlanks()).isZero();
    }

    @Test
    void keepsADoubledLetterApartFromASingleOne() {
        var answers = new DecodedAnswers();
        answers.add(new int[] {3, 0, 3, 0, 0}, new int[] {3, 3, 3, 0, 0}, 5);
        assertThat(answers.changedWithoutBlanks()).isEqualTo(1);
    }

    @Test
    void takesTheMoreFrequentEndForTheBlank() {
        var answers = new DecodedAnswers();
        answers.add(new int[] {4, 4, 1, 4, 2}, new int[] {4, 1, 1, 4, 2}, 5);
        assertThat(answers.changedWithoutBlanks()).isZero();
    }

    @RepeatedTest(20)
    void agreesWithDecodingBoth() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        var answers = new DecodedAnswers();
        int changed = 0;
        for (int sample = 0; sample < 50; sample++) {
            int[] before = random.ints(8, 0, 3).toArray();
            int[] after = before.clone();
            after[random.nextInt(8)] = random.nextInt(3);
            // So that the first class is the blank.
            answers.add(new int[8], new int[8], 3);
            answers.add(before, after, 3);
            changed += text(before).equals(text(after)) ? 0 : 1;
        }
        assertThat(answers.changedWithoutBlanks()).as("seed " + seed).isEqualTo(changed);
    }

    private static List<Integer> text(int[] path) {
        List<Integer> text = new ArrayList<>();
        int last = -1;
        for (int step : path) {
            if (step != last && step != 0) {
                text.add(step);
            }
            last = step;
        }
        return text;
    }
}
