package dev.narrowgauge.engine.runtime.statistics;

import com.google.protobuf.ByteString;
import dev.narrowgauge.engine.quantizer.calibration.ActivationStatistics;
import dev.narrowgauge.engine.quantizer.calibration.CalibrationStatistics;
import dev.narrowgauge.engine.quantizer.calibration.Histogram;
import dev.narrowgauge.engine.quantizer.calibration.SampleExtremes;
import dev.narrowgauge.engine.quantizer.calibration.TensorStatistics;
import dev.narrowgauge.proto.engine.Bins;
import dev.narrowgauge.proto.engine.CalibrationFile;
import dev.narrowgauge.proto.engine.ObservedTensor;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Statistics as messages and back. */
final class StatisticsMessages {
    private StatisticsMessages() {}

    static CalibrationFile toMessage(ObservedStatistics statistics) {
        CalibrationFile.Builder file = CalibrationFile.newBuilder()
                .setModelSha256(statistics.modelSha256())
                .addAllEquivalentSha256(statistics.equivalents());
        Arrays.stream(statistics.sampleDigests()).forEach(file::addSampleDigests);
        statistics.values().tensors().forEach((name, tensor) -> file.addTensors(toMessage(name, tensor)));
        return file.build();
    }

    /** @throws IllegalArgumentException or ArithmeticException when a number is impossible */
    static ObservedStatistics fromMessage(CalibrationFile file) {
        Map<String, ActivationStatistics> tensors = new TreeMap<>();
        file.getTensorsList().forEach(tensor -> tensors.put(tensor.getName(), fromMessage(tensor)));
        return new ObservedStatistics(
                file.getModelSha256(),
                new TreeSet<>(file.getEquivalentSha256List()),
                file.getSampleDigestsList().stream().mapToLong(Long::longValue).toArray(),
                new CalibrationStatistics(tensors));
    }

    private static ObservedTensor toMessage(String name, ActivationStatistics tensor) {
        TensorStatistics extremes = tensor.extremes();
        Histogram histogram = tensor.histogram();
        SampleExtremes samples = tensor.samples();
        return ObservedTensor.newBuilder()
                .setName(name)
                .setMinimum(extremes.minimum())
                .setMaximum(extremes.maximum())
                .setFiniteCount(extremes.finiteCount())
                .setNonFiniteCount(extremes.nonFiniteCount())
                .setZeros(histogram.zeros())
                .setTiny(histogram.tiny())
                .setTopOctave(histogram.topOctave())
                .setPositive(toMessage(histogram.positive()))
                .setNegative(toMessage(histogram.negative()))
                .setSamples(samples.samples())
                .setMinima(ByteString.copyFrom(samples.minima().toByteArray()))
                .setMaxima(ByteString.copyFrom(samples.maxima().toByteArray()))
                .build();
    }

    private static ActivationStatistics fromMessage(ObservedTensor tensor) {
        return new ActivationStatistics(
                new TensorStatistics(
                        tensor.getMinimum(), tensor.getMaximum(), tensor.getFiniteCount(), tensor.getNonFiniteCount()),
                new Histogram(
                        tensor.getTopOctave(),
                        tensor.getZeros(),
                        tensor.getTiny(),
                        fromMessage(tensor.getPositive()),
                        fromMessage(tensor.getNegative())),
                new SampleExtremes(
                        tensor.getSamples(),
                        new BigInteger(tensor.getMinima().toByteArray()),
                        new BigInteger(tensor.getMaxima().toByteArray())));
    }

    private static Bins toMessage(long[] counts) {
        Bins.Builder bins = Bins.newBuilder();
        int empty = 0;
        for (long count : counts) {
            if (count == 0) {
                empty++;
            } else {
                bins.addEmptyBefore(empty).addCounts(count);
                empty = 0;
            }
        }
        return bins.build();
    }

    private static long[] fromMessage(Bins bins) {
        long[] counts = new long[Histogram.BINS];
        int bin = 0;
        for (int i = 0; i < bins.getCountsCount(); i++) {
            bin += bins.getEmptyBefore(i);
            if (bin < 0 || bin >= counts.length || bins.getCounts(i) <= 0) {
                throw new IllegalArgumentException("bin " + bin + " has the count " + bins.getCounts(i));
            }
            counts[bin++] = bins.getCounts(i);
        }
        return counts;
    }
}
