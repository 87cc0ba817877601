package dev.narrowgauge.engine.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder of the lock and the files in it. */
final class TestMachineLockFiles {
    @TempDir
    private Path directory;

    @Test
    void isOnePerDirectory() {
        assertThat(MachineLock.in(directory)).isSameAs(MachineLock.in(directory.resolve(".")));
    }

    @Test
    void folderThatCannotBeUsedIsAFaultOfTheMachine() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "x");
        assertThatThrownBy(() -> MachineLock.in(file.resolve("lock")).share("works", EngineCall.plain()))
                .isInstanceOfSatisfying(
                        NarrowgaugeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_UNAVAILABLE))
                .hasMessageContaining("NARROWGAUGE_MACHINE_LOCK");
    }

    /** Workers and agents in containers run as users of their own, and lock the same files. */
    @Test
    void filesAreOpenToAllUsers() throws IOException {
        MachineLock.in(directory).alone("times", EngineCall.plain()).close();
        for (String name : List.of("machine.lock", "turnstile.lock")) {
            assertThat(Files.getPosixFilePermissions(directory.resolve(name)))
                    .as(name)
                    .isEqualTo(PosixFilePermissions.fromString("rw-rw-rw-"));
        }
    }

    @Test
    void folderCanBeChosen() {
        System.setProperty(MachineLock.PROPERTY, directory.toString());
        try {
            assertThat(MachineLock.ofThisMachine()).isSameAs(MachineLock.in(directory));
        } finally {
            System.clearProperty(MachineLock.PROPERTY);
        }
    }
}
