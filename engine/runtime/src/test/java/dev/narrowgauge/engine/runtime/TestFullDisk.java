package dev.narrowgauge.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.proto.engine.EngineRequest;
import dev.narrowgauge.proto.engine.Failure;
import dev.narrowgauge.proto.engine.Quantize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The work directory of a task is a disk on which there is no room for what it makes. */
@Timeout(600)
class TestFullDisk {
    @TempDir
    private Path directory;

    @BeforeAll
    static void canMount() throws Exception {
        Process unshare = new ProcessBuilder("unshare", "--map-root-user", "--mount", "true").start();
        assumeTrue(unshare.waitFor() == 0, "this system lets nobody mount a disk for himself");
    }

    /** Enough for nothing, for one file of the model and a bit, and for several. */
    @ParameterizedTest
    @ValueSource(ints = {100_000, 1_700_000, 3_300_000})
    void itIsNoFaultOfTheModel(int bytes) throws IOException {
        Path work = Files.createDirectory(directory.resolve("work"));
        try (var child = ChildProcess.withDisk(work, bytes)) {
            child.send(EngineRequest.newBuilder()
                    .setQuantize(Quantize.newBuilder()
                            .setModelPath(Samples.model("digits-resnet").toString())
                            .setCalibrationPath(Samples.calibration("digits").toString())
                            .setWorkDirectory(work.toString())
                            .setSkipLatencyCheck(true)
                            .setOutputPath(directory.resolve("variant.onnx").toString()))
                    .build());
            Failure failure = child.last().getFailure();
            assertThat(failure.getCode()).isEqualTo(ErrorCode.DISK_FULL.name());
            assertThat(failure.getMessage()).contains(" left", "free some space");
        }
        assertThat(directory.resolve("variant.onnx")).doesNotExist();
    }
}
