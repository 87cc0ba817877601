package dev.narrowgauge.api.model;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.api.grpc.ListRequests;
import dev.narrowgauge.api.grpc.TensorMessages;
import dev.narrowgauge.api.grpc.Timestamps;
import dev.narrowgauge.api.grpc.UploadQueries;
import dev.narrowgauge.db.Cursor;
import dev.narrowgauge.db.Page;
import dev.narrowgauge.db.UploadFilter;
import dev.narrowgauge.domain.model.Model;
import dev.narrowgauge.domain.model.ModelDescription;
import dev.narrowgauge.proto.v1.DeleteModelRequest;
import dev.narrowgauge.proto.v1.ListModelsRequest;
import dev.narrowgauge.proto.v1.ListModelsResponse;
import dev.narrowgauge.proto.v1.ModelsGrpc;
import io.grpc.stub.StreamObserver;
import java.util.Optional;

/** The gRPC service {@code narrowgauge.v1.Models}. */
public final class ModelsRpc extends ModelsGrpc.ModelsImplBase {
    private final Models models;

    public ModelsRpc(Models models) {
        this.models = requireNonNull(models, "models is null");
    }

    @Override
    public void list(ListModelsRequest request, StreamObserver<ListModelsResponse> response) {
        ListRequests.requireKnown(request);
        UploadFilter filter = UploadQueries.filter(request.getFilter());
        Page<Model> page = ListRequests.page(
                        Optional.of(request).filter(ListModelsRequest::hasLimit).map(ListModelsRequest::getLimit),
                        request.getCursor())
                .of((after, size) -> models.store().list(filter, after, size));
        response.onNext(ListModelsResponse.newBuilder()
                .addAllModels(page.items().stream().map(ModelsRpc::message).toList())
                .setNextCursor(page.next().map(Cursor::encode).orElse(""))
                .build());
        response.onCompleted();
    }

    @Override
    public void delete(DeleteModelRequest request, StreamObserver<dev.narrowgauge.proto.v1.Model> response) {
        response.onNext(message(models.delete(request.getModelId())));
        response.onCompleted();
    }

    private static dev.narrowgauge.proto.v1.Model message(Model model) {
        return dev.narrowgauge.proto.v1.Model.newBuilder()
                .setModelId(model.id())
                .setName(model.name())
                .addAllNames(model.names())
                .setSizeBytes(model.sizeBytes())
                .setDescription(message(model.description()))
                .setCreatedAt(Timestamps.of(model.createdAt()))
                .build();
    }

    private static dev.narrowgauge.proto.v1.ModelDescription message(ModelDescription description) {
        return dev.narrowgauge.proto.v1.ModelDescription.newBuilder()
                .setIrVersion(description.irVersion())
                .setOpset(description.opset())
                .setProducer(description.producer())
                .addAllInputs(TensorMessages.of(description.inputs()))
                .addAllOutputs(TensorMessages.of(description.outputs()))
                .setParameterCount(description.parameterCount())
                .setNodeCount(description.nodeCount())
                .putAllOpCounts(description.opCounts())
                .setQuantized(description.quantized())
                .build();
    }
}
