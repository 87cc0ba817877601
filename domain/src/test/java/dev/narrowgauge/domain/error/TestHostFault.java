package dev.narrowgauge.domain.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestHostFault {
    @ParameterizedTest
    @CsvSource({
        "No space left on device, DISK_FULL",
        "Disk quota exceeded, DISK_FULL",
        "Read-only file system, STORAGE_UNAVAILABLE",
        "Stale file handle, STORAGE_UNAVAILABLE",
        "Input/output error, STORAGE_UNAVAILABLE",
    })
    void wordsOfTheSystem(String words, ErrorCode code) {
        IOException said = new FileSystemException("/data/blobs", null, words);

        assertThat(HostFault.behind(new UncheckedIOException("cannot be written", said)))
                .contains(code);
    }

    @Test
    void refusedThread() {
        Error refused = new OutOfMemoryError(
                "unable to create native thread: possibly out of memory or process/resource limits reached");

        assertThat(HostFault.behind(new IllegalStateException(refused))).contains(ErrorCode.THREAD_REFUSED);
        assertThat(HostFault.behind(new OutOfMemoryError("Java heap space"))).isEmpty();
    }

    @Test
    void otherFailures() {
        assertThat(HostFault.behind(new NoSuchFileException("/data"))).isEmpty();
        assertThat(HostFault.behind(new IllegalStateException("the node 'No space left on device' is unknown")))
                .as("what a user named so")
                .isEmpty();
    }
}
