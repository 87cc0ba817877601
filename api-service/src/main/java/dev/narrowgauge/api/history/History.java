package dev.narrowgauge.api.history;

import dev.narrowgauge.api.access.Caller;
import dev.narrowgauge.api.error.Moments;
import dev.narrowgauge.api.error.PlainText;
import dev.narrowgauge.api.page.PageRequest;
import dev.narrowgauge.api.page.PageView;
import dev.narrowgauge.api.run.Runs;
import dev.narrowgauge.db.ChangePoint;
import dev.narrowgauge.db.HistoryStore;
import dev.narrowgauge.db.Measured;
import dev.narrowgauge.db.MeasurementStore;
import dev.narrowgauge.db.Page;
import dev.narrowgauge.db.Series;
import dev.narrowgauge.db.SeriesFilter;
import dev.narrowgauge.db.SeriesPoint;
import dev.narrowgauge.db.TenantStores;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.history.ChangeReview.Decision;
import dev.narrowgauge.domain.history.Comparison;
import dev.narrowgauge.domain.history.ComparisonKey;
import dev.narrowgauge.domain.history.SeriesName;
import dev.narrowgauge.domain.history.TrackedMetric;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What was measured over time, and what people say of it. */
@Singleton
public final class History {
    static final int MAX_TEXT = 500;

    /** Of a matrix. */
    static final int MOST_ROWS = 2000;

    static final int USUAL_ROWS = 500;

    /** Of a series. */
    static final int MOST_POINTS = 5000;

    static final int USUAL_POINTS = 500;

    static final int MOST_NOISE = 1000;

    static final int USUAL_NOISE = 100;

    /** Beside a series. */
    private static final int MOST_ANNOTATIONS = 1000;

    /** Each takes a look at what it was measured under. */
    private static final int MOST_BREAKS = 20;

    private final HistoryStore store;
    private final MeasurementStore measurements;
    private final Clock clock = Clock.systemUTC();

    History(TenantStores stores) {
        this.store = stores.history();
        this.measurements = stores.measurements();
    }

    PageView<SeriesView> list(SeriesFilter filter, PageRequest page) {
        Instant now = clock.instant();
        Page<Series> found = page.of((after, size) -> store.list(filter, after, size));
        return PageView.of(found, series -> SeriesView.of(series, now));
    }

    /** By name. */
    List<SeriesView> all(SeriesFilter filter, int most) {
        Instant now = clock.instant();
        return store.newest(filter, most).stream()
                .map(series -> SeriesView.of(series, now))
                .toList();
    }

    /** @param most of its values, the newest before that moment */
    SeriesHistoryView history(String id, Optional<Instant> before, int most) {
        Series series = find(id);
        List<SeriesPoint> points = store.points(series, before, most);
        return new SeriesHistoryView(
                SeriesView.of(series, clock.instant()),
                points.stream().map(PointView::of).toList(),
                breaks(points),
                store.changes(series.id()).stream().map(ChangeView::of).toList(),
                store.annotations(series.id(), MOST_ANNOTATIONS).stream()
                        .map(AnnotationView::of)
                        .toList());
    }

    private List<BreakView> breaks(List<SeriesPoint> points) {
        Map<Long, ComparisonKey> keys = new HashMap<>();
        List<BreakView> breaks = new ArrayList<>();
        for (int i = points.size() - 1; i > 0 && breaks.size() < MOST_BREAKS; i--) {
            SeriesPoint before = points.get(i - 1);
            SeriesPoint after = points.get(i);
            if (before.keyId() != after.keyId()) {
                ComparisonKey first = keys.computeIfAbsent(before.keyId(), this::key);
                ComparisonKey second = keys.computeIfAbsent(after.keyId(), this::key);
                breaks.add(
                        new BreakView(after.at(), after.measurementId(), DifferenceView.of(first.differences(second))));
            }
        }
        return breaks.reversed();
    }

    private ComparisonKey key(long id) {
        return store.key(id).orElseGet(() -> new ComparisonKey(new TreeMap<>()));
    }

    /** The change, where the series begins anew from now on. */
    ChangeView confirm(String series, String change, Caller by) {
        return ChangeView.of(decided(series, change, Decision.CONFIRMED, by, Optional.empty()));
    }

    /** The change, which never returns. */
    ChangeView dismiss(String series, String change, Caller by, String reason) {
        String checked = PlainText.require("Field 'reason', which says why it is no change,", reason, MAX_TEXT);
        return ChangeView.of(decided(series, change, Decision.DISMISSED, by, Optional.of(checked.strip())));
    }

    private ChangePoint decided(String id, String change, Decision decision, Caller by, Optional<String> reason) {
        Series series = find(id);
        return Runs.uuid(change)
                .flatMap(known -> store.decide(series, known, decision, by.name(), reason))
                .orElseThrow(() -> new NarrowgaugeException(
                        ErrorCode.NOT_FOUND,
                        "The series '%s' has no change '%s'; GET /v1/series/%s lists them.".formatted(id, change, id)));
    }

    AnnotationView annotate(Optional<String> seriesId, Optional<Instant> at, String text, Caller by) {
        String checked = PlainText.require("Field 'text'", text, MAX_TEXT);
        Instant moment = Moments.require("Field 'at'", at.orElseGet(clock::instant));
        Optional<UUID> series = seriesId.map(id -> find(id).id());
        return store.annotate(series, moment, checked.strip(), by.name())
                .map(AnnotationView::of)
                .orElseThrow(() -> unknownSeries(seriesId.orElse("")));
    }

    /** What was written, and is there no more. */
    AnnotationView deleteAnnotation(String id) {
        return Runs.uuid(id)
                .flatMap(store::deleteAnnotation)
                .map(AnnotationView::of)
                .orElseThrow(() ->
                        new NarrowgaugeException(ErrorCode.NOT_FOUND, "There is no annotation '%s'.".formatted(id)));
    }

    List<MatrixRow> matrix(SeriesFilter filter, int most) {
        return store.matrix(filter, most).stream().map(MatrixRow::of).toList();
    }

    List<ParetoRow> pareto(String family, String deviceClass, Optional<String> scenario) {
        if (family == null || family.isEmpty() || deviceClass == null || deviceClass.isEmpty()) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "The parameters 'family' and 'deviceClass' are both needed: what is compared is of one family of models on one class of devices.");
        }
        SeriesFilter filter = new SeriesFilter(
                Optional.of(family),
                Optional.empty(),
                Optional.of(deviceClass),
                Optional.of(scenario.orElse(SeriesName.SINGLE_STREAM)),
                Set.of(),
                Optional.empty());
        return ParetoRow.of(matrix(filter, MOST_ROWS));
    }

    /** Those that differ most from measurement to measurement first. */
    List<SeriesView> noise(SeriesFilter filter, int most) {
        Instant now = clock.instant();
        return store.noisiest(filter, most).stream()
                .map(series -> SeriesView.of(series, now))
                .toList();
    }

    ComparisonView compare(String first, String second) {
        Measured one = measured("a", first);
        Measured other = measured("b", second);
        Map<TrackedMetric, HistoryStore.Value> ofFirst = values(one);
        Map<TrackedMetric, HistoryStore.Value> ofSecond = values(other);
        List<Comparison> comparisons = Arrays.stream(TrackedMetric.values())
                .filter(metric -> ofFirst.containsKey(metric) || ofSecond.containsKey(metric))
                .map(metric -> compared(
                        metric, Optional.ofNullable(ofFirst.get(metric)), Optional.ofNullable(ofSecond.get(metric))))
                .toList();
        return ComparisonView.of(subject(one), subject(other), comparisons);
    }

    private ComparisonView.Subject subject(Measured measured) {
        return ComparisonView.Subject.of(measured, measurements.reasons(measured.measurementId()));
    }

    private Map<TrackedMetric, HistoryStore.Value> values(Measured measured) {
        return store.values(measured.measurementId()).stream()
                .collect(Collectors.toMap(value -> value.figure().metric(), Function.identity()));
    }

    /** With the larger of the two deviations. */
    private static Comparison compared(
            TrackedMetric metric, Optional<HistoryStore.Value> first, Optional<HistoryStore.Value> second) {
        OptionalDouble noise = Stream.of(first, second)
                .flatMap(Optional::stream)
                .flatMap(value -> value.deviation().stream())
                .mapToDouble(Double::doubleValue)
                .max();
        return Comparison.of(metric, first.map(History::side), second.map(History::side), noise);
    }

    private static Comparison.Side side(HistoryStore.Value value) {
        return new Comparison.Side(value.figure(), value.key());
    }

    private Measured measured(String parameter, String id) {
        if (id == null || id.isEmpty()) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "The parameter '%s' is missing; it must be the id of a measurement.".formatted(parameter));
        }
        return Runs.uuid(id)
                .flatMap(store::measured)
                .orElseThrow(() -> new NarrowgaugeException(
                        ErrorCode.NOT_FOUND,
                        "There is no measurement '%s' in a history; one that has just been taken is there some seconds later."
                                .formatted(id)));
    }

    private Series find(String id) {
        return Runs.uuid(id).flatMap(store::find).orElseThrow(() -> unknownSeries(id));
    }

    private static NarrowgaugeException unknownSeries(String id) {
        return new NarrowgaugeException(
                ErrorCode.NOT_FOUND, "There is no series '%s'; GET /v1/series lists them.".formatted(id));
    }
}
