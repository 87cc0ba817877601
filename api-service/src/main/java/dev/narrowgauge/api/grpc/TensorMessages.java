package dev.narrowgauge.api.grpc;

import dev.narrowgauge.domain.model.TensorDescription;
import dev.narrowgauge.proto.v1.Tensor;
import java.util.List;

/** Tensors of models and datasets in messages of the gRPC API. */
public final class TensorMessages {
    private TensorMessages() {}

    public static List<Tensor> of(List<TensorDescription> tensors) {
        return tensors.stream().map(TensorMessages::of).toList();
    }

    private static Tensor of(TensorDescription tensor) {
        return Tensor.newBuilder()
                .setName(tensor.name())
                .setElementType(tensor.elementType())
                .addAllDims(tensor.dims())
                .build();
    }
}
