package dev.narrowgauge.checks.networks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.checks.judge.Agreement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestRandomNetwork {
    private static final int EACH_FAMILY_TWICE = 8;

    @TempDir
    private Path directory;

    @Test
    void runsAndIsNoLargerThanAllowed() {
        for (int seed = 0; seed < EACH_FAMILY_TWICE; seed++) {
            RandomNetwork.Files files = RandomNetwork.of(seed).write(directory);
            assertThat(files.nodes()).as("seed %d", seed).isBetween(5, 60);
            Agreement itself = Agreement.of(files.model(), files.model(), files.fresh(), RandomNetwork.KINDS);
            assertThat(itself.kept()).isTrue();
            assertThat(itself.outputs().getFirst().answers()).isEqualTo(200);
        }
    }

    @Test
    void equalSeedsGiveEqualFiles() throws IOException {
        RandomNetwork.Files files = RandomNetwork.of(5).write(directory);
        byte[] model = Files.readAllBytes(files.model());
        byte[] calibration = Files.readAllBytes(files.calibration());
        RandomNetwork.of(5).write(directory);
        assertThat(files.model()).hasBinaryContent(model);
        assertThat(files.calibration()).hasBinaryContent(calibration);
    }
}
