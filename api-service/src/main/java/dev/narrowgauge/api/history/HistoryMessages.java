package dev.narrowgauge.api.history;

import dev.narrowgauge.api.grpc.Timestamps;
import dev.narrowgauge.proto.v1.Annotation;
import dev.narrowgauge.proto.v1.ComparedMeasurement;
import dev.narrowgauge.proto.v1.ComparedValue;
import dev.narrowgauge.proto.v1.Comparison;
import dev.narrowgauge.proto.v1.ConditionDifference;
import dev.narrowgauge.proto.v1.MatrixValue;
import dev.narrowgauge.proto.v1.Series;
import dev.narrowgauge.proto.v1.SeriesBreak;
import dev.narrowgauge.proto.v1.SeriesChange;
import dev.narrowgauge.proto.v1.SeriesHistory;
import dev.narrowgauge.proto.v1.SeriesPoint;
import java.util.UUID;

/** What the gRPC API says of histories: that which the views say. */
final class HistoryMessages {
    private HistoryMessages() {}

    static Series series(SeriesView view) {
        Series.Builder message = Series.newBuilder()
                .setSeriesId(view.id().toString())
                .setFamily(view.family())
                .setRecipe(view.recipe())
                .setDeviceClass(view.deviceClass())
                .setScenario(view.scenario())
                .setMetric(view.metric().name())
                .setUnit(view.unit())
                .setLessIsBetter(view.lessIsBetter())
                .setCreatedAt(Timestamps.of(view.createdAt()))
                .setMeasurements(view.measurements())
                .setStanding(view.standing().name())
                .setOpenChanges(view.openChanges());
        view.lastAt().map(Timestamps::of).ifPresent(message::setLastAt);
        view.lastMeasurementId().map(UUID::toString).ifPresent(message::setLastMeasurementId);
        view.lastValue().ifPresent(message::setLastValue);
        view.lastLow().ifPresent(message::setLastLow);
        view.lastHigh().ifPresent(message::setLastHigh);
        view.missedBy().map(Timestamps::of).ifPresent(message::setMissedBy);
        view.steadyValues().ifPresent(message::setSteadyValues);
        view.deviation().ifPresent(message::setDeviation);
        view.smallestVisible().ifPresent(message::setSmallestVisible);
        return message.build();
    }

    static SeriesHistory history(SeriesHistoryView view) {
        return SeriesHistory.newBuilder()
                .setSeries(series(view.series()))
                .addAllPoints(view.points().stream().map(HistoryMessages::point).toList())
                .addAllBreaks(view.breaks().stream().map(HistoryMessages::gap).toList())
                .addAllChanges(
                        view.changes().stream().map(HistoryMessages::change).toList())
                .addAllAnnotations(view.annotations().stream()
                        .map(HistoryMessages::annotation)
                        .toList())
                .build();
    }

    private static SeriesPoint point(PointView view) {
        SeriesPoint.Builder message = SeriesPoint.newBuilder()
                .setAt(Timestamps.of(view.at()))
                .setMeasurementId(view.measurementId().toString())
                .setValue(view.value())
                .setConditions(view.conditions())
                .setNode(view.node())
                .setRunId(view.runId().toString())
                .setVariantId(view.variantId().toString())
                .setModelId(view.modelId());
        view.low().ifPresent(message::setLow);
        view.high().ifPresent(message::setHigh);
        view.commit().ifPresent(message::setCommit);
        return message.build();
    }

    private static SeriesBreak gap(BreakView view) {
        return SeriesBreak.newBuilder()
                .setAt(Timestamps.of(view.at()))
                .setMeasurementId(view.measurementId().toString())
                .addAllDifferences(view.differences().stream()
                        .map(HistoryMessages::difference)
                        .toList())
                .build();
    }

    private static ConditionDifference difference(DifferenceView view) {
        return ConditionDifference.newBuilder()
                .setName(view.name())
                .setFirst(view.first())
                .setSecond(view.second())
                .build();
    }

    static SeriesChange change(ChangeView view) {
        SeriesChange.Builder message = SeriesChange.newBuilder()
                .setChangeId(view.id().toString())
                .setAt(Timestamps.of(view.at()))
                .setMeasurementId(view.measurementId().toString())
                .setBefore(view.before())
                .setAfter(view.after())
                .setMagnitude(view.magnitude())
                .setPValue(view.pValue())
                .setFoundAt(Timestamps.of(view.foundAt()))
                .setState(view.state());
        view.decidedAt().map(Timestamps::of).ifPresent(message::setDecidedAt);
        view.decidedBy().ifPresent(message::setDecidedBy);
        view.reason().ifPresent(message::setReason);
        return message.build();
    }

    static Annotation annotation(AnnotationView view) {
        Annotation.Builder message = Annotation.newBuilder()
                .setAnnotationId(view.id().toString())
                .setAt(Timestamps.of(view.at()))
                .setText(view.text())
                .setCreatedAt(Timestamps.of(view.createdAt()));
        view.seriesId().map(UUID::toString).ifPresent(message::setSeriesId);
        view.author().ifPresent(message::setAuthor);
        return message.build();
    }

    static Comparison comparison(ComparisonView view) {
        return Comparison.newBuilder()
                .setFirst(subject(view.first()))
                .setSecond(subject(view.second()))
                .setComparable(view.comparable())
                .addAllDifferences(view.differences().stream()
                        .map(HistoryMessages::difference)
                        .toList())
                .addAllValues(
                        view.values().stream().map(HistoryMessages::compared).toList())
                .build();
    }

    private static ComparedMeasurement subject(ComparisonView.Subject view) {
        ComparedMeasurement.Builder message = ComparedMeasurement.newBuilder()
                .setMeasurementId(view.measurementId().toString())
                .setRunId(view.runId().toString())
                .setVariantId(view.variantId().toString())
                .setModelId(view.modelId())
                .setFamily(view.family())
                .setRecipe(view.recipe())
                .setRecipeSha256(view.recipeSha256())
                .setDeviceClass(view.deviceClass())
                .setScenario(view.scenario())
                .setNode(view.node())
                .setAt(Timestamps.of(view.at()))
                .addAllReasons(view.reasons());
        view.commit().ifPresent(message::setCommit);
        return message.build();
    }

    private static ComparedValue compared(ComparisonView.Value view) {
        ComparedValue.Builder message = ComparedValue.newBuilder()
                .setMetric(view.metric().name())
                .setOutcome(view.outcome())
                .addAllDifferences(view.differences())
                .setSentence(view.sentence());
        view.first().ifPresent(message::setFirst);
        view.second().ifPresent(message::setSecond);
        view.change().ifPresent(message::setChange);
        view.low().ifPresent(message::setLow);
        view.high().ifPresent(message::setHigh);
        return message.build();
    }

    static dev.narrowgauge.proto.v1.MatrixRow row(MatrixRow view) {
        return dev.narrowgauge.proto.v1.MatrixRow.newBuilder()
                .setFamily(view.family())
                .setRecipe(view.recipe())
                .setDeviceClass(view.deviceClass())
                .setScenario(view.scenario())
                .setAt(Timestamps.of(view.at()))
                .setMeasurementId(view.measurementId().toString())
                .setStanding(view.standing().name())
                .addAllValues(view.values().stream().map(HistoryMessages::cell).toList())
                .build();
    }

    private static MatrixValue cell(MatrixRow.Value view) {
        MatrixValue.Builder message = MatrixValue.newBuilder()
                .setMetric(view.metric().name())
                .setSeriesId(view.seriesId().toString())
                .setValue(view.value())
                .setConditions(view.conditions())
                .setStanding(view.standing().name());
        view.low().ifPresent(message::setLow);
        view.high().ifPresent(message::setHigh);
        return message.build();
    }

    static dev.narrowgauge.proto.v1.ParetoRow row(ParetoRow view) {
        dev.narrowgauge.proto.v1.ParetoRow.Builder message = dev.narrowgauge.proto.v1.ParetoRow.newBuilder()
                .setRecipe(view.recipe())
                .setAt(Timestamps.of(view.at()))
                .setMeasurementId(view.measurementId().toString())
                .setLossOf(view.lossOf().name())
                .setState(view.state().name());
        view.latency().ifPresent(message::setLatency);
        view.loss().ifPresent(message::setLoss);
        view.size().ifPresent(message::setSize);
        return message.build();
    }
}
