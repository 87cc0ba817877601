package dev.narrowgauge.bench;

import dev.narrowgauge.domain.recipe.CalibrationMethod;
import dev.narrowgauge.domain.recipe.CalibrationSettings;
import dev.narrowgauge.domain.recipe.IntegerType;
import dev.narrowgauge.engine.quantizer.calibration.ActivationCollector;
import dev.narrowgauge.engine.quantizer.calibration.ActivationStatistics;
import dev.narrowgauge.engine.quantizer.calibration.TensorStatistics;
import dev.narrowgauge.engine.quantizer.numbers.ChannelAxis;
import dev.narrowgauge.engine.quantizer.numbers.QuantizedWeights;
import dev.narrowgauge.engine.quantizer.range.Grid;
import dev.narrowgauge.engine.quantizer.range.Range;
import dev.narrowgauge.engine.quantizer.range.RangeMethods;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The loops that see every value: 16 MiB of activations or weights, beside a plain copy of the same floats. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class HotLoops {
    static final int VALUES = 4 << 20;
    private static final int SAMPLES = 16;
    private static final int CHANNELS = 512;
    private static final Grid GRID = new Grid(IntegerType.UINT8, Grid.Symmetry.NONE);

    /** Normal values, or those cut at zero as behind a Relu. */
    @Param({"normal", "cut"})
    private String shape = "normal";

    private final FloatBuffer values = ByteBuffer.allocateDirect(Float.BYTES * VALUES)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    private final float[] copy = new float[VALUES];
    private ActivationStatistics statistics;

    @Setup
    public void fill() {
        Random random = new Random(1);
        for (int i = 0; i < VALUES; i++) {
            float value = (float) random.nextGaussian();
            values.put(i, shape.equals("cut") ? Math.max(0, value) : value);
        }
        statistics = histogram();
        values.get(0, copy);
    }

    @Benchmark
    public float[] copy() {
        values.get(0, copy);
        return copy;
    }

    @Benchmark
    public TensorStatistics extremes() {
        return TensorStatistics.of(values);
    }

    @Benchmark
    public ActivationStatistics histogram() {
        ActivationCollector collector = new ActivationCollector();
        collector.add(values, SAMPLES);
        return collector.statistics();
    }

    @Benchmark
    public QuantizedWeights weights() {
        ChannelAxis axis = ChannelAxis.of(List.of((long) CHANNELS, (long) VALUES / CHANNELS), 0);
        return QuantizedWeights.of(copy, axis, IntegerType.INT8);
    }

    @Benchmark
    public Range percentileThresholds() {
        return thresholds(CalibrationMethod.PERCENTILE);
    }

    @Benchmark
    public Range entropyThresholds() {
        return thresholds(CalibrationMethod.ENTROPY);
    }

    @Benchmark
    public Range errorThresholds() {
        return thresholds(CalibrationMethod.MSE);
    }

    private Range thresholds(CalibrationMethod method) {
        return RangeMethods.of(CalibrationSettings.DEFAULT.withMethod(method)).choose(statistics, GRID);
    }
}
