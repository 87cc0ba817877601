package dev.narrowgauge.domain.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

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
}
