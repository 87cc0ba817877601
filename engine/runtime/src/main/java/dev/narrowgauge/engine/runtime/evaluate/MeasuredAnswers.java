package dev.narrowgauge.engine.runtime.evaluate;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.accuracy.AccuracyMetrics;
import dev.narrowgauge.domain.accuracy.AnswerArchive;
import dev.narrowgauge.domain.accuracy.AnswerSet;
import dev.narrowgauge.domain.accuracy.MetricResult;
import dev.narrowgauge.domain.stats.Interval;
import dev.narrowgauge.proto.engine.Evaluated;

/** What was answered, and what that comes to: counted once, where somebody asks for it. */
public final class MeasuredAnswers {
    private final AnswerSet answers;
    private AccuracyMetrics metrics;

    MeasuredAnswers(AnswerSet answers) {
        this.answers = requireNonNull(answers, "answers is null");
    }

    public synchronized AccuracyMetrics metrics() {
        if (metrics == null) {
            metrics = AccuracyMetrics.of(answers);
        }
        return metrics;
    }

    void addTo(Evaluated.Builder message) {
        metrics().metrics().forEach(metric -> message.addMetrics(message(metric)));
        metrics().worstSlices().forEach(slice -> message.addWorstSlices(message(slice)));
        message.setSlices(metrics().slices());
        if (!answers.isEmpty()) {
            AnswerArchive.write(answers).ifPresent(message::setAnswerArchive);
        }
    }

    private static dev.narrowgauge.proto.engine.MetricResult message(MetricResult result) {
        var message = dev.narrowgauge.proto.engine.MetricResult.newBuilder()
                .setMetric(result.metric())
                .setOutput(result.output())
                .setSlice(result.slice())
                .setSamples(result.samples())
                .setClusters(result.clusters())
                .setDiffering(result.differing())
                .setNote(result.note());
        if (result.baseline() != null) {
            message.setBaseline(result.baseline());
        }
        if (result.variant() != null) {
            message.setVariant(result.variant());
        }
        if (result.loss() != null) {
            message.setLoss(message(result.loss())).setMethod(result.method());
        }
        return message.build();
    }

    private static dev.narrowgauge.proto.engine.Interval message(Interval interval) {
        return dev.narrowgauge.proto.engine.Interval.newBuilder()
                .setEstimate(interval.estimate())
                .setLow(interval.low())
                .setHigh(interval.high())
                .setConfidence(interval.confidence())
                .build();
    }
}
