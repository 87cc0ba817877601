package dev.narrowgauge.engine.onnx.model;

import static dev.narrowgauge.domain.error.ErrorCode.MODEL_INVALID;

import dev.narrowgauge.domain.error.NarrowgaugeException;

/** Refuses a model that this system or ONNX Runtime cannot work with, each kind of fault with its own code. */
public final class OnnxModelValidator {
    private OnnxModelValidator() {}

    public static void validate(OnnxModel model) {
        if (!model.proto().hasGraph()) {
            throw new NarrowgaugeException(MODEL_INVALID, "The model has no graph.");
        }
    }
}
