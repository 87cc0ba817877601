package dev.narrowgauge.domain.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestKeyFile {
    @TempDir
    private Path directory;

    @Test
    void keyIsKeptAndReplaced() {
        Path file = directory.resolve("a/folder/admin-key");
        assertThat(KeyFile.find(file)).isEmpty();
        for (KeyText key : new KeyText[] {KeyText.random(), KeyText.random()}) {
            KeyFile.write(file, key);
            assertThat(KeyFile.find(file)).contains(key);
        }
        assertThat(file.getParent()).isDirectoryContaining(file::equals);
        assertThat(file.getParent().toFile().list()).hasSize(1);
    }

    @Test
    void nobodyElseMayReadIt() throws IOException {
        assumeThat(Files.getFileStore(directory).supportsFileAttributeView("posix"))
                .isTrue();
        Path file = Files.writeString(directory.resolve("admin-key"), "anything");
        KeyFile.write(file, KeyText.random());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void fileWithoutAKeyIsNamed() throws IOException {
        Path file = Files.writeString(directory.resolve("admin-key"), "ng_nothing\n");
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> KeyFile.find(file))
                .withMessageContaining(file.toString())
                .extracting(NarrowgaugeException::code)
                .isEqualTo(ErrorCode.REQUEST_INVALID);
    }

    @Test
    void folderThatIsAFileIsNamed() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> KeyFile.write(file.resolve("admin-key"), KeyText.random()))
                .extracting(NarrowgaugeException::code)
                .isEqualTo(ErrorCode.OUTPUT_NOT_WRITABLE);
    }
}
