package dev.narrowgauge.servers;

import static dev.narrowgauge.domain.error.ErrorCode.DATA_DIRECTORY_IN_USE;
import static dev.narrowgauge.domain.error.ErrorCode.DISK_FULL;
import static dev.narrowgauge.domain.error.ErrorCode.OUTPUT_NOT_WRITABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestDataDirectory {
    @TempDir
    private Path directory;

    @Test
    void secondHolderIsToldWhoTheFirstIs() throws Exception {
        try (ChildJvm holder = ChildJvm.start(Holder.class, directory.toString())) {
            assertThat(holder.line()).isEqualTo("held");

            assertThatExceptionOfType(NarrowgaugeException.class)
                    .isThrownBy(() -> DataDirectory.open(directory, 0))
                    .withMessageContaining(directory.toString())
                    .withMessageContaining("process " + holder.pid())
                    .extracting(NarrowgaugeException::code)
                    .isEqualTo(DATA_DIRECTORY_IN_USE);

            holder.kill();
            DataDirectory.open(directory, 0).close();
        }
    }

    @Test
    void secondLookFromTheSameProcessKeepsTheLock() throws Exception {
        try (DataDirectory _ = DataDirectory.open(directory, 0)) {
            assertThatExceptionOfType(NarrowgaugeException.class)
                    .isThrownBy(() -> DataDirectory.open(directory, 0))
                    .extracting(NarrowgaugeException::code)
                    .isEqualTo(DATA_DIRECTORY_IN_USE);

            try (ChildJvm second = ChildJvm.start(Holder.class, directory.toString())) {
                assertThat(second.line()).isEqualTo("DATA_DIRECTORY_IN_USE");
            }
        }
    }

    @Test
    void diskWithTooLittleSpace() {
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> DataDirectory.open(directory, Long.MAX_VALUE))
                .extracting(NarrowgaugeException::code)
                .isEqualTo(DISK_FULL);
    }

    @Test
    void fileInPlaceOfTheDirectory() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> DataDirectory.open(file, 0))
                .extracting(NarrowgaugeException::code)
                .isEqualTo(OUTPUT_NOT_WRITABLE);
    }

    /** Locks the directory until it is killed. */
    static final class Holder {
        private Holder() {}

        static void main(String[] arguments) throws InterruptedException {
            try (DataDirectory _ = DataDirectory.open(Path.of(arguments[0]), 0)) {
                System.out.println("held");
                Thread.currentThread().join();
            } catch (NarrowgaugeException failure) {
                System.out.println(failure.code());
            }
        }
    }
}
