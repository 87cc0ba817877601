package dev.narrowgauge.engine.quantizer.preparation;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.report.PreparationReport;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import java.util.List;

/** A model brought into form, and what was done to it. */
public record Preparation(ModelProto model, List<PreparationReport> steps) {
    public Preparation {
        requireNonNull(model, "model is null");
        steps = List.copyOf(steps);
    }
}
