package dev.narrowgauge.cli.local;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.proto.engine.ModelDescription;
import dev.narrowgauge.proto.engine.TensorMessage;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TestBaselineInspection {
    /** Holds an array {@code image} of floats, 797 x 1 x 8 x 8. */
    private static final Path DATA =
            Path.of(System.getProperty("narrowgauge.root", "..")).resolve("demo/digits-evaluation.npz");

    @Test
    void samplesOfTheModelAreFound() {
        assertThatCode(() -> BaselineInspection.requireFit(DATA, model("image", "float", -1, 1, 8, 8)))
                .doesNotThrowAnyException();
        assertThatCode(() -> BaselineInspection.requireFit(DATA, model("image", "float16", 1, 1, 8, 8)))
                .as("who runs the model converts")
                .doesNotThrowAnyException();
    }

    @Test
    void samplesOfAnotherModelAreRefused() {
        assertRefused(model("pixels", "float", -1, 1, 8, 8), ErrorCode.DATASET_INPUT_MISSING);
        assertRefused(model("image", "int64", -1, 1, 8, 8), ErrorCode.DATASET_TYPE_MISMATCH);
        assertRefused(model("image", "float", -1, 3, 8, 8), ErrorCode.DATASET_SHAPE_MISMATCH);
    }

    private static void assertRefused(ModelDescription model, ErrorCode code) {
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> BaselineInspection.requireFit(DATA, model))
                .extracting(NarrowgaugeException::code)
                .isEqualTo(code);
    }

    private static ModelDescription model(String input, String elementType, long... dims) {
        TensorMessage.Builder tensor = TensorMessage.newBuilder().setName(input).setElementType(elementType);
        for (long dim : dims) {
            tensor.addDims(dim);
        }
        return ModelDescription.newBuilder().addInputs(tensor).build();
    }
}
