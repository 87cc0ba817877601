package dev.narrowgauge.cli.demo;

import static dev.narrowgauge.domain.error.ErrorCode.OUTPUT_NOT_WRITABLE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestOutputFile {
    @TempDir
    private Path directory;

    @Test
    void testReplacesWhatIsThere() throws IOException {
        Path file = Files.writeString(directory.resolve("result.json"), "old");

        OutputFile.checked(file).write("new".getBytes(UTF_8));

        assertThat(directory).isDirectoryContaining(path -> path.equals(file));
        assertThat(file).hasContent("new");
        assertThat(directory.toFile().list()).hasSize(1);
    }

    @Test
    void testMissingDirectoryIsSaidAtOnce() {
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> OutputFile.checked(directory.resolve("none/result.json")))
                .extracting(NarrowgaugeException::code)
                .isEqualTo(OUTPUT_NOT_WRITABLE);
    }
}
