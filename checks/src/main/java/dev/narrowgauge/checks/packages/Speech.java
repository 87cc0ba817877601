package dev.narrowgauge.checks.packages;

import dev.narrowgauge.checks.data.Values;
import java.util.Random;

/** Sounds like speech: vowels of a voice whose pitch moves, hisses, and pauses, 16,000 samples a second. */
final class Speech {
    private static final double RATE = 16_000;
    private static final double[][] VOWELS = {
        {730, 1090, 2440}, {270, 2290, 3010}, {300, 870, 2240}, {530, 1840, 2480}, {570, 840, 2410}, {490, 1350, 1690}
    };

    private final Random random;

    Speech(long seed) {
        random = new Random(seed);
    }

    /** In the numbers of 16-bit sound. */
    Values draw(int count, int length) {
        float[] values = new float[count * length];
        for (int sample = 0; sample < count; sample++) {
            int at = 0;
            while (at < length) {
                int part = Math.min(length - at, 800 + random.nextInt(2400));
                switch (random.nextInt(5)) {
                    case 0 -> {
                        // A pause.
                    }
                    case 1 -> hiss(values, sample * length + at, part);
                    default -> vowel(values, sample * length + at, part);
                }
                at += part;
            }
            for (int i = 0; i < length; i++) {
                values[sample * length + i] += (float) (12 * random.nextGaussian());
            }
        }
        return Values.floats(values, count, length);
    }

    private void hiss(float[] values, int from, int length) {
        double loud = 200 + random.nextInt(900);
        double before = 0;
        for (int i = 0; i < length; i++) {
            double noise = random.nextGaussian();
            values[from + i] += (float) (loud * (noise - before) * envelope(i, length));
            before = noise;
        }
    }

    /** Harmonics of the pitch, loud where the vowel resonates. */
    private void vowel(float[] values, int from, int length) {
        double[] formants = VOWELS[random.nextInt(VOWELS.length)];
        double pitch = 90 + 140 * random.nextDouble();
        double glide = 0.3 * (random.nextDouble() - 0.5);
        double loud = 1500 + random.nextInt(5000);
        for (int harmonic = 1; harmonic * pitch < RATE / 4; harmonic++) {
            double frequency = harmonic * pitch;
            double strength = 0.02;
            for (double formant : formants) {
                strength += 1 / (1 + Math.pow((frequency - formant) / 120, 2));
            }
            double phase = 2 * Math.PI * random.nextDouble();
            for (int i = 0; i < length; i++) {
                double time = i / RATE;
                double angle = 2 * Math.PI * frequency * time * (1 + glide * i / length) + phase;
                values[from + i] += (float) (loud / harmonic * strength * Math.sin(angle) * envelope(i, length));
            }
        }
    }

    private static double envelope(int i, int length) {
        return Math.sin(Math.PI * (i + 0.5) / length);
    }
}
