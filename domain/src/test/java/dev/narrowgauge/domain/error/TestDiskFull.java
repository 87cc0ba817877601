package dev.narrowgauge.domain.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestDiskFull {
    @Test
    void anywhereAmongTheCauses() {
        IOException full = new FileSystemException("/data/out", null, "No space left on device");
        assertThat(DiskFull.isBehind(new UncheckedIOException("cannot be written", full)))
                .isTrue();
        assertThat(DiskFull.or(ErrorCode.OUTPUT_NOT_WRITABLE, new IOException("Disk quota exceeded")))
                .isEqualTo(ErrorCode.DISK_FULL);
        assertThat(DiskFull.or(ErrorCode.OUTPUT_NOT_WRITABLE, new NoSuchFileException("/data")))
                .isEqualTo(ErrorCode.OUTPUT_NOT_WRITABLE);
    }

    @Test
    void whatToDoNamesTheFolderAndTheBytes(@TempDir Path directory) {
        Path file = directory.resolve("absent").resolve("out.onnx");
        assertThat(DiskFull.phrase(file))
                .startsWith("the disk of %s has ".formatted(directory))
                .containsPattern("has \\d+ (MiB|bytes) left; free some space there");
        assertThat(DiskFull.phrase(file, 5 << 20)).contains(" left and 5 MiB are needed; ");
        IOException named = new FileSystemException(file.toString(), null, "No space left on device");
        assertThat(DiskFull.phrase(new UncheckedIOException(named))).isEqualTo(DiskFull.phrase(file));
        assertThat(DiskFull.phrase(new IOException("No space left on device")))
                .contains(System.getProperty("java.io.tmpdir"), System.getProperty("user.dir"));
    }
}
