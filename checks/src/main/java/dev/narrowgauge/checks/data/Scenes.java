package dev.narrowgauge.checks.data;

import java.util.Random;

/**
 * Data with structure: samples of a class resemble each other, neighbours within a sample too, and no two are alike. The
 * classes themselves depend on the seed of the scenes alone, so that several sets can be drawn from the same ones.
 */
public final class Scenes {
    private static final int BLOBS = 4;

    private final long seed;
    private final Random random;

    /**
     * @param seed of what the classes look like
     * @param set of samples to draw; sets share no sample
     */
    public Scenes(long seed, int set) {
        this.seed = seed;
        this.random = new Random(31 * seed + 7919L * (set + 1));
    }

    /** Pictures of bright and dark blobs over a gradient with some grain, normalised around zero. */
    public Labelled images(int count, int channels, int height, int width, int classes) {
        double[][] shapes = shapes(classes, BLOBS * 5);
        float[] values = new float[count * channels * height * width];
        int[] labels = labels(count, classes);
        for (int sample = 0; sample < count; sample++) {
            double[] blobs = varied(shapes[labels[sample]], 0.15);
            double slope = random.nextGaussian();
            int plane = height * width;
            for (int pixel = 0; pixel < plane; pixel++) {
                double u = (double) (pixel % width) / width - 0.5;
                double v = (double) (pixel / width) / height - 0.5;
                double picture = picture(blobs, u, v);
                for (int channel = 0; channel < channels; channel++) {
                    double tint = 0.6 + 0.4 * Math.cos(labels[sample] + 2.1 * channel);
                    double light = 0.5 * slope * (u + v) + tint * picture;
                    values[(sample * channels + channel) * plane + pixel] =
                            (float) (light + 0.1 * random.nextGaussian());
                }
            }
        }
        return new Labelled(Values.floats(values, count, channels, height, width), labels);
    }

    /** Rows of a table: correlated columns, some of them skewed, one cloud a class. */
    public Labelled rows(int count, int width, int classes) {
        double[][] centres = shapes(classes, width);
        double[][] directions = shapes(4, width);
        float[] values = new float[count * width];
        int[] labels = labels(count, classes);
        for (int sample = 0; sample < count; sample++) {
            double[] along = varied(new double[directions.length], 1);
            for (int i = 0; i < width; i++) {
                double value = 1.5 * centres[labels[sample]][i] + 0.3 * random.nextGaussian();
                for (int j = 0; j < along.length; j++) {
                    value += 0.4 * along[j] * directions[j][i];
                }
                values[sample * width + i] = (float) (i % 5 == 0 ? Math.exp(0.4 * value) : value);
            }
        }
        return new Labelled(Values.floats(values, count, width), labels);
    }

    /** Series that wander around the waves of their class: batch × length × width. */
    public Labelled series(int count, int length, int width, int classes) {
        double[][] waves = shapes(classes, 3 * width);
        float[] values = new float[count * length * width];
        int[] labels = labels(count, classes);
        for (int sample = 0; sample < count; sample++) {
            double[] wave = waves[labels[sample]];
            double phase = random.nextDouble();
            for (int i = 0; i < width; i++) {
                double wander = 0;
                for (int step = 0; step < length; step++) {
                    wander = 0.8 * wander + 0.2 * random.nextGaussian();
                    double angle = 2 * Math.PI * (phase + step * (1 + Math.abs(wave[i])) / length);
                    double value = wave[width + i] + wave[2 * width + i] * Math.sin(angle) + wander;
                    values[(sample * length + step) * width + i] = (float) value;
                }
            }
        }
        return new Labelled(Values.floats(values, count, length, width), labels);
    }

    /** Numbers of words: common ones often, rare ones seldom, and those of the sample's class in between. */
    public long[] words(int label, int length, int vocabulary) {
        long[] words = new long[length];
        for (int i = 0; i < length; i++) {
            int rank = (int) Math.floor(Math.pow(vocabulary, random.nextDouble()));
            boolean topical = random.nextInt(3) == 0;
            words[i] = topical
                    ? 1 + (label * 37L + random.nextInt(12)) % (vocabulary - 1)
                    : Math.min(rank, vocabulary - 1);
        }
        return words;
    }

    public Random random() {
        return random;
    }

    private int[] labels(int count, int classes) {
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = i % classes;
        }
        return labels;
    }

    private double[][] shapes(int count, int size) {
        Random fixed = new Random(seed + size);
        double[][] shapes = new double[count][size];
        for (double[] shape : shapes) {
            for (int i = 0; i < size; i++) {
                shape[i] = fixed.nextGaussian();
            }
        }
        return shapes;
    }

    private double[] varied(double[] shape, double deviation) {
        double[] varied = shape.clone();
        for (int i = 0; i < varied.length; i++) {
            varied[i] += deviation * random.nextGaussian();
        }
        return varied;
    }

    /** Each blob has a place, a width, a height and a brightness. */
    private static double picture(double[] blobs, double u, double v) {
        double light = 0;
        for (int i = 0; i < BLOBS; i++) {
            double dx = (u - 0.25 * blobs[5 * i]) / (0.1 + 0.1 * Math.abs(blobs[5 * i + 2]));
            double dy = (v - 0.25 * blobs[5 * i + 1]) / (0.1 + 0.1 * Math.abs(blobs[5 * i + 3]));
            light += 2 * blobs[5 * i + 4] * Math.exp(-0.5 * (dx * dx + dy * dy));
        }
        return light;
    }
}
