package dev.narrowgauge.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.proto.engine.EngineEvent;
import dev.narrowgauge.proto.engine.EngineRequest;
import dev.narrowgauge.proto.engine.InspectModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the bytes of a model are, it is described, refused with a MODEL_* code, or ends no more than the child. */
@Timeout(900)
class TestMutatedModels {
    private static final int READ_CASES = 3_000;
    private static final int LOADED_CASES = 8;

    @TempDir
    private Path directory;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @Test
    void readerDescribesOrRefuses() throws IOException {
        byte[] model = Files.readAllBytes(Samples.model("digits-cnn"));
        Path mutant = directory.resolve("mutant.onnx");
        for (int i = 0; i < READ_CASES; i++) {
            Files.write(mutant, mutate(model));
            assertAllowed(EngineDriver.answer(request(mutant, false)));
        }
    }

    @Test
    void childDescribesOrRefusesWhatTheReaderTakes() throws Exception {
        byte[] model = Files.readAllBytes(Samples.model("digits-cnn"));
        Path mutant = directory.resolve("mutant.onnx");
        for (int loaded = 0; loaded < LOADED_CASES; ) {
            Files.write(mutant, mutate(model));
            if (EngineDriver.answer(request(mutant, false)).hasResult()) {
                try (var child = new ChildProcess()) {
                    child.send(request(mutant, true));
                    assertContained(child.last(), child.exit());
                }
                loaded++;
            }
        }
    }

    /** What native code dies of, a signal or a lack of memory, ends the child that began and nothing else. */
    private void assertContained(EngineEvent last, int exit) {
        if (last.hasStarted() && exit != 0 || last.getFailure().getCode().equals("ENGINE_OUT_OF_MEMORY")) {
            System.out.printf("seed %d: a mutant ended its child with status %d: %s%n", seed, exit, last);
            return;
        }
        assertAllowed(last);
    }

    private void assertAllowed(EngineEvent answer) {
        assertThat(answer.hasResult() || answer.getFailure().getCode().startsWith("MODEL_"))
                .as("seed %d: %s", seed, answer)
                .isTrue();
    }

    private byte[] mutate(byte[] model) {
        byte[] mutant = model.clone();
        // The nodes come first in the file: most mutations would otherwise only change a weight.
        int region = random.nextBoolean() ? mutant.length : 2_500;
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            mutant[random.nextInt(region)] = (byte) random.nextInt(256);
        }
        return random.nextInt(8) == 0 ? Arrays.copyOf(mutant, random.nextInt(mutant.length)) : mutant;
    }

    private static EngineRequest request(Path model, boolean load) {
        return EngineRequest.newBuilder()
                .setInspectModel(
                        InspectModel.newBuilder().setModelPath(model.toString()).setLoadInRuntime(load))
                .build();
    }
}
