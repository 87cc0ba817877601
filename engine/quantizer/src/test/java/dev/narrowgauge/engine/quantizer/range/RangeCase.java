package dev.narrowgauge.engine.quantizer.range;

import dev.narrowgauge.engine.quantizer.calibration.ActivationCollector;
import dev.narrowgauge.engine.quantizer.calibration.ActivationStatistics;
import dev.narrowgauge.engine.quantizer.numbers.QuantizationParameters;
import java.nio.FloatBuffer;
import java.util.Random;

/** Values of one of the shapes that activations have. */
record RangeCase(String name, float[] values) {
    static RangeCase of(Random random, int count) {
        int shape = random.nextInt(5);
        double size = Math.scalb(1.0, random.nextInt(-4, 5));
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            double gauss = random.nextGaussian();
            values[i] = (float) (size
                    * switch (shape) {
                        case 0 -> gauss;
                        case 1 -> Math.max(0, gauss);
                        case 2 -> Math.log(1 - random.nextDouble()) * (random.nextBoolean() ? 1 : -1);
                        case 3 -> 0.3 * gauss + (gauss > 0 ? 2 * gauss * gauss : 0);
                        default -> i % 1000 == 0 ? 300 * gauss : gauss;
                    });
        }
        String[] names = {"normal", "cut", "laplace", "skewed", "outliers"};
        return new RangeCase(names[shape], values);
    }

    ActivationStatistics statistics() {
        ActivationCollector collector = new ActivationCollector();
        collector.add(FloatBuffer.wrap(values), 1);
        return collector.statistics();
    }

    /** Σ(x − x̂)² as the deployed integers have it. */
    double squaredError(QuantizationParameters parameters) {
        double error = 0;
        for (float value : values) {
            double difference = value - parameters.dequantize(parameters.quantize(value));
            error += difference * difference;
        }
        return error;
    }
}
