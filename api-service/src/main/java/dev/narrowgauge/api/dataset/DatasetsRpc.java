package dev.narrowgauge.api.dataset;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.api.grpc.ListRequests;
import dev.narrowgauge.api.grpc.TensorMessages;
import dev.narrowgauge.api.grpc.Timestamps;
import dev.narrowgauge.api.grpc.UploadQueries;
import dev.narrowgauge.db.Cursor;
import dev.narrowgauge.db.Page;
import dev.narrowgauge.db.UploadFilter;
import dev.narrowgauge.domain.dataset.Dataset;
import dev.narrowgauge.domain.dataset.DatasetDescription;
import dev.narrowgauge.proto.v1.DatasetsGrpc;
import dev.narrowgauge.proto.v1.DeleteDatasetRequest;
import dev.narrowgauge.proto.v1.ListDatasetsRequest;
import dev.narrowgauge.proto.v1.ListDatasetsResponse;
import io.grpc.stub.StreamObserver;
import java.util.Optional;

/** The gRPC service {@code narrowgauge.v1.Datasets}. */
public final class DatasetsRpc extends DatasetsGrpc.DatasetsImplBase {
    private final Datasets datasets;

    public DatasetsRpc(Datasets datasets) {
        this.datasets = requireNonNull(datasets, "datasets is null");
    }

    @Override
    public void list(ListDatasetsRequest request, StreamObserver<ListDatasetsResponse> response) {
        ListRequests.requireKnown(request);
        UploadFilter filter = UploadQueries.filter(request.getFilter());
        Page<Dataset> page = ListRequests.page(
                        Optional.of(request)
                                .filter(ListDatasetsRequest::hasLimit)
                                .map(ListDatasetsRequest::getLimit),
                        request.getCursor())
                .of((after, size) -> datasets.store().list(filter, after, size));
        response.onNext(ListDatasetsResponse.newBuilder()
                .addAllDatasets(page.items().stream().map(DatasetsRpc::message).toList())
                .setNextCursor(page.next().map(Cursor::encode).orElse(""))
                .build());
        response.onCompleted();
    }

    @Override
    public void delete(DeleteDatasetRequest request, StreamObserver<dev.narrowgauge.proto.v1.Dataset> response) {
        response.onNext(message(datasets.delete(request.getDatasetId())));
        response.onCompleted();
    }

    private static dev.narrowgauge.proto.v1.Dataset message(Dataset dataset) {
        return dev.narrowgauge.proto.v1.Dataset.newBuilder()
                .setDatasetId(dataset.id())
                .setName(dataset.name())
                .addAllNames(dataset.names())
                .setSizeBytes(dataset.sizeBytes())
                .setDescription(message(dataset.description()))
                .setCreatedAt(Timestamps.of(dataset.createdAt()))
                .build();
    }

    private static dev.narrowgauge.proto.v1.DatasetDescription message(DatasetDescription description) {
        var message = dev.narrowgauge.proto.v1.DatasetDescription.newBuilder()
                .addAllTensors(TensorMessages.of(description.tensors()))
                .setSamples(description.samples())
                .setLabelled(description.labelled());
        description.minLabel().ifPresent(message::setMinLabel);
        description.maxLabel().ifPresent(message::setMaxLabel);
        return message.build();
    }
}
