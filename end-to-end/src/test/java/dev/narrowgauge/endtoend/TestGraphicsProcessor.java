package dev.narrowgauge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a machine with an NVIDIA card and an engine for it; skipped on every other. */
class TestGraphicsProcessor {
    private static final String ENGINES = "NARROWGAUGE_ENGINES";
    private static final String MODEL = Installation.demo("digits-resnet.onnx").toString();
    private static final String DATA = "--data=" + Installation.demo("digits-evaluation.npz");

    @TempDir
    private Path directory;

    @BeforeEach
    void requireEngine() {
        assumeThat(System.getenv(ENGINES))
                .as("%s names no folder with an engine for cuda", ENGINES)
                .isNotNull();
    }

    @Test
    void aModelReallyRunsThere() throws Exception {
        Command.Result result = Command.run(directory, "engine", "check", "--provider=cuda");

        assertThat(result.exitStatus()).as(result.error()).isZero();
        assertThat(result.output()).startsWith("PASSED").contains("CUDAExecutionProvider", "driver");
    }

    @Test
    void aModelIsTimedThere() throws Exception {
        Command.Result result = Command.run(directory, "benchmark", MODEL, MODEL, DATA, "--provider=cuda", "--quick");

        assertThat(result.exitStatus()).as(result.error()).isZero();
        assertThat(result.output()).contains("use_tf32=0");
    }
}
