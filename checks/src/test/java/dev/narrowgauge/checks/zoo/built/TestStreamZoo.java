package dev.narrowgauge.checks.zoo.built;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.checks.data.Samples;
import dev.narrowgauge.checks.data.Values;
import dev.narrowgauge.checks.judge.Agreement;
import dev.narrowgauge.checks.judge.ModelRun;
import dev.narrowgauge.checks.zoo.Architecture;
import dev.narrowgauge.engine.onnx.model.OnnxModelWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestStreamZoo {
    @TempDir
    private Path directory;

    @Test
    void samplesHoldTheStatesOfTheOnesBefore() {
        check(new VoiceStream(false), "h", "hn");
        check(new VoiceStream(true), "c", "cn");
        check(new TransducerEncoder(), "state_h_in", "state_h_out");
        check(new CachedLanguageModel(), "past_key_values.3.value", "present.3.value");
    }

    private void check(Architecture architecture, String input, String output) {
        Path file = directory.resolve("model.onnx");
        OnnxModelWriter.write(architecture.build(), file);
        Samples samples = architecture.samples(0, 3);
        Values states = samples.arrays().get(input);
        List<float[]> given = ModelRun.floats(file, output, samples);
        assertThat(floats(states.slice(0, 1))).as(architecture.name()).containsOnly(0);
        assertThat(floats(states.slice(2, 3))).as(architecture.name()).isEqualTo(given.get(1));
        Path written = samples.write(directory.resolve("samples.npz"));
        assertThat(Agreement.of(file, file, written, architecture.outputs()).kept())
                .as(architecture.name())
                .isTrue();
    }

    private static float[] floats(Values values) {
        float[] floats = new float[values.bytes().length / Float.BYTES];
        ByteBuffer.wrap(values.bytes())
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(floats);
        return floats;
    }
}
