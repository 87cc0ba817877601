package dev.narrowgauge.engine.onnx.dataset.files;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.dataset.DataSettings;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.onnx.dataset.InputSpec;
import dev.narrowgauge.engine.onnx.dataset.ModelInputs;
import dev.narrowgauge.engine.onnx.model.ElementType;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** The input that files are decoded for, with what the model says about it. */
record FedInput(InputSpec spec, Map<String, String> metadata) {
    FedInput {
        requireNonNull(spec, "spec is null");
        metadata = Map.copyOf(metadata);
    }

    /** The one that the settings name, or the only one. */
    static FedInput of(ModelInputs model, DataSettings settings) {
        List<String> names = model.inputs().stream().map(InputSpec::name).toList();
        if (settings.input().isEmpty() && names.size() != 1) {
            throw new NarrowgaugeException(
                    ErrorCode.DATA_SETTINGS_INCOMPLETE,
                    "The model has the inputs " + names
                            + "; write the name of the one that takes the files as 'input' into "
                            + DataSettings.FILE_NAME + ".");
        }
        String wanted = settings.input().orElseGet(names::getFirst);
        InputSpec spec = model.inputs().stream()
                .filter(input -> input.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new NarrowgaugeException(
                        ErrorCode.DATA_SETTINGS_INVALID_VALUE,
                        "The data settings' 'input' is '" + wanted + "'; it must be one of " + names + "."));
        return new FedInput(spec, model.metadata());
    }

    boolean isFloat() {
        return switch (spec.elementType()) {
            case FLOAT, FLOAT16, BFLOAT16, DOUBLE -> true;
            default -> false;
        };
    }

    /** The type in which samples are given: whoever runs a model of 16-bit floats converts. */
    ElementType givenType() {
        return isFloat() && spec.elementType() != ElementType.DOUBLE ? ElementType.FLOAT : spec.elementType();
    }

    void requireType(ElementType integer) {
        if (!isFloat() && spec.elementType() != integer) {
            throw new NarrowgaugeException(
                    ErrorCode.DATASET_TYPE_MISMATCH,
                    "Input '" + spec.name() + "' is of type "
                            + spec.elementType().lowerCaseName()
                            + ", which files of this kind cannot be fed to; it must be"
                            + " float or " + integer.lowerCaseName() + ".");
        }
    }

    void requireRank(int rank, String layout) {
        if (!spec.dims().isEmpty() && spec.dims().size() != rank) {
            throw invalid("layout", layout, "one of the rank of '" + spec.name() + "', whose shape is " + spec.dims());
        }
    }

    /** The length of an axis, where the model fixes it; -1 stands for an axis that is not there. */
    OptionalInt length(int axis) {
        if (axis < 0 || spec.dims().isEmpty() || spec.dims().get(axis) < 0) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(Math.toIntExact(spec.dims().get(axis)));
    }

    /** As the model has it, or else as the settings do, which must not contradict. */
    OptionalInt length(int axis, String key, OptionalInt setting) {
        OptionalInt fixed = length(axis);
        if (fixed.isPresent() && setting.isPresent() && !fixed.equals(setting)) {
            throw invalid(
                    key, Integer.toString(setting.getAsInt()), fixed.getAsInt() + ", as the model's input has it");
        }
        return fixed.isPresent() ? fixed : setting;
    }

    NarrowgaugeException invalid(String key, String value, String allowed) {
        return new NarrowgaugeException(
                ErrorCode.DATA_SETTINGS_INVALID_VALUE,
                "The data settings' '" + key + "' is '" + value + "'; it must be " + allowed + ".");
    }

    /** @param what is not known, and what to write */
    NarrowgaugeException incomplete(String what, String advice) {
        return new NarrowgaugeException(
                ErrorCode.DATA_SETTINGS_INCOMPLETE,
                "Input '" + spec.name() + "' of shape " + spec.dims() + " (-1: any) " + what + "; write " + advice
                        + " into " + DataSettings.FILE_NAME + " beside the samples.");
    }
}
