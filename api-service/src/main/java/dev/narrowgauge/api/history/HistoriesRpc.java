package dev.narrowgauge.api.history;

import static dev.narrowgauge.api.grpc.ListRequests.given;
import static dev.narrowgauge.api.grpc.ListRequests.requireKnown;
import static java.util.Objects.requireNonNull;

import com.google.protobuf.Message;
import dev.narrowgauge.api.access.RpcAccess;
import dev.narrowgauge.api.error.PlainText;
import dev.narrowgauge.api.grpc.ListRequests;
import dev.narrowgauge.api.grpc.Timestamps;
import dev.narrowgauge.api.page.PageView;
import dev.narrowgauge.api.page.Parameters;
import dev.narrowgauge.db.SeriesFilter;
import dev.narrowgauge.domain.history.TrackedMetric;
import dev.narrowgauge.proto.v1.AnnotateRequest;
import dev.narrowgauge.proto.v1.Annotation;
import dev.narrowgauge.proto.v1.CompareRequest;
import dev.narrowgauge.proto.v1.Comparison;
import dev.narrowgauge.proto.v1.ConfirmChangeRequest;
import dev.narrowgauge.proto.v1.DeleteAnnotationRequest;
import dev.narrowgauge.proto.v1.DismissChangeRequest;
import dev.narrowgauge.proto.v1.GetSeriesRequest;
import dev.narrowgauge.proto.v1.HistoriesGrpc;
import dev.narrowgauge.proto.v1.ListSeriesRequest;
import dev.narrowgauge.proto.v1.ListSeriesResponse;
import dev.narrowgauge.proto.v1.MatrixRequest;
import dev.narrowgauge.proto.v1.MatrixResponse;
import dev.narrowgauge.proto.v1.NoiseRequest;
import dev.narrowgauge.proto.v1.NoiseResponse;
import dev.narrowgauge.proto.v1.ParetoRequest;
import dev.narrowgauge.proto.v1.ParetoResponse;
import dev.narrowgauge.proto.v1.SeriesChange;
import dev.narrowgauge.proto.v1.SeriesHistory;
import io.grpc.stub.StreamObserver;
import java.util.Optional;

/** The gRPC service {@code narrowgauge.v1.Histories}. */
public final class HistoriesRpc extends HistoriesGrpc.HistoriesImplBase {
    private final History history;

    public HistoriesRpc(History history) {
        this.history = requireNonNull(history, "history is null");
    }

    @Override
    public void listSeries(ListSeriesRequest request, StreamObserver<ListSeriesResponse> response) {
        requireKnown(request);
        PageView<SeriesView> page = history.list(
                filter(request.getFilter()),
                ListRequests.page(
                        Optional.of(request).filter(ListSeriesRequest::hasLimit).map(ListSeriesRequest::getLimit),
                        request.getCursor()));
        ListSeriesResponse.Builder message = ListSeriesResponse.newBuilder()
                .addAllSeries(page.items().stream().map(HistoryMessages::series).toList());
        Optional.ofNullable(page.nextCursor()).ifPresent(message::setNextCursor);
        answer(message.build(), response);
    }

    @Override
    public void getSeries(GetSeriesRequest request, StreamObserver<SeriesHistory> response) {
        int most = limit(request.hasLimit(), request.getLimit(), History.MOST_POINTS, History.USUAL_POINTS);
        answer(
                HistoryMessages.history(history.history(
                        request.getSeriesId(),
                        request.hasBefore()
                                ? Optional.of(Timestamps.instant("before", request.getBefore()))
                                : Optional.empty(),
                        most)),
                response);
    }

    @Override
    public void confirmChange(ConfirmChangeRequest request, StreamObserver<SeriesChange> response) {
        answer(
                HistoryMessages.change(
                        history.confirm(request.getSeriesId(), request.getChangeId(), RpcAccess.caller())),
                response);
    }

    @Override
    public void dismissChange(DismissChangeRequest request, StreamObserver<SeriesChange> response) {
        answer(
                HistoryMessages.change(history.dismiss(
                        request.getSeriesId(), request.getChangeId(), RpcAccess.caller(), request.getReason())),
                response);
    }

    @Override
    public void annotate(AnnotateRequest request, StreamObserver<Annotation> response) {
        answer(
                HistoryMessages.annotation(history.annotate(
                        given("series_id", request.getSeriesId()),
                        request.hasAt() ? Optional.of(Timestamps.instant("at", request.getAt())) : Optional.empty(),
                        request.getText(),
                        RpcAccess.caller())),
                response);
    }

    @Override
    public void deleteAnnotation(DeleteAnnotationRequest request, StreamObserver<Annotation> response) {
        answer(HistoryMessages.annotation(history.deleteAnnotation(request.getAnnotationId())), response);
    }

    @Override
    public void compare(CompareRequest request, StreamObserver<Comparison> response) {
        answer(HistoryMessages.comparison(history.compare(request.getFirst(), request.getSecond())), response);
    }

    @Override
    public void matrix(MatrixRequest request, StreamObserver<MatrixResponse> response) {
        requireKnown(request);
        int most = limit(request.hasLimit(), request.getLimit(), History.MOST_ROWS, History.USUAL_ROWS);
        answer(
                MatrixResponse.newBuilder()
                        .addAllRows(history.matrix(filter(request.getFilter()), most).stream()
                                .map(HistoryMessages::row)
                                .toList())
                        .build(),
                response);
    }

    @Override
    public void pareto(ParetoRequest request, StreamObserver<ParetoResponse> response) {
        PlainText.requireStorable("family", request.getFamily());
        PlainText.requireStorable("device_class", request.getDeviceClass());
        answer(
                ParetoResponse.newBuilder()
                        .addAllRows(history
                                .pareto(
                                        request.getFamily(),
                                        request.getDeviceClass(),
                                        given("scenario", request.getScenario()))
                                .stream()
                                .map(HistoryMessages::row)
                                .toList())
                        .build(),
                response);
    }

    @Override
    public void noise(NoiseRequest request, StreamObserver<NoiseResponse> response) {
        requireKnown(request);
        int most = limit(request.hasLimit(), request.getLimit(), History.MOST_NOISE, History.USUAL_NOISE);
        answer(
                NoiseResponse.newBuilder()
                        .addAllSeries(history.noise(filter(request.getFilter()), most).stream()
                                .map(HistoryMessages::series)
                                .toList())
                        .build(),
                response);
    }

    private static SeriesFilter filter(dev.narrowgauge.proto.v1.SeriesFilter filter) {
        requireKnown(filter);
        return new SeriesFilter(
                given("family", filter.getFamily()),
                given("recipe", filter.getRecipe()),
                given("device_class", filter.getDeviceClass()),
                given("scenario", filter.getScenario()),
                Parameters.constants("metrics", filter.getMetricsList(), TrackedMetric.values()),
                filter.hasChanged() ? Optional.of(filter.getChanged()) : Optional.empty());
    }

    private static int limit(boolean given, int limit, int most, int usual) {
        return (int) Parameters.number("limit", given ? Integer.toString(limit) : null, 1, most, usual);
    }

    private static <M extends Message> void answer(M message, StreamObserver<M> response) {
        response.onNext(message);
        response.onCompleted();
    }
}
