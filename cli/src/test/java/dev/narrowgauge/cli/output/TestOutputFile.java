package dev.narrowgauge.cli.output;

import static dev.narrowgauge.domain.error.ErrorCode.OUTPUT_NOT_WRITABLE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestOutputFile {
    @TempDir
    private Path directory;

    @Test
    void replacesWhatIsThere() throws IOException {
        Path file = Files.writeString(directory.resolve("result.json"), "old");

        OutputFile.checked(file).write("new".getBytes(UTF_8));

        assertThat(directory).isDirectoryContaining(path -> path.equals(file));
        assertThat(file).hasContent("new");
        assertThat(directory.toFile().list()).hasSize(1);
    }

    @Test
    void mayBeReadByWhoMayReadOtherFiles() throws IOException {
        Path other = Files.writeString(directory.resolve("other.json"), "x");
        Path file = directory.resolve("result.json");

        OutputFile.checked(file).write("new".getBytes(UTF_8));

        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(Files.getPosixFilePermissions(other));
    }

    @Test
    void missingDirectoryIsSaidAtOnce() {
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> OutputFile.checked(directory.resolve("none/result.json")))
                .extracting(NarrowgaugeException::code)
                .isEqualTo(OUTPUT_NOT_WRITABLE);
    }

    @Test
    void writesWhatALinkLeadsTo() throws IOException {
        Path file = Files.writeString(directory.resolve("result.json"), "old");
        Path link = Files.createSymbolicLink(directory.resolve("link.json"), file);

        OutputFile.checked(link).write("new".getBytes(UTF_8));

        assertThat(link).isSymbolicLink();
        assertThat(file).hasContent("new");
    }

    @Test
    void nothingButAFileIsReplaced() throws IOException, InterruptedException {
        Path pipe = directory.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Path device = Path.of("/dev/null");
        Path dangling = Files.createSymbolicLink(directory.resolve("dangling"), directory.resolve("absent"));
        Path deviceLink = Files.createSymbolicLink(directory.resolve("null"), device);
        for (Path refused : List.of(pipe, device, deviceLink, dangling, directory)) {
            assertThatExceptionOfType(NarrowgaugeException.class)
                    .as(refused.toString())
                    .isThrownBy(() -> OutputFile.checked(refused))
                    .withMessageContaining("which is never overwritten")
                    .extracting(NarrowgaugeException::code)
                    .isEqualTo(OUTPUT_NOT_WRITABLE);
        }
    }

    @Test
    void whatIsTakenIsNotReplaced() throws IOException {
        Path input = Files.writeString(directory.resolve("input"), "in");
        Path link = Files.createSymbolicLink(directory.resolve("link"), input);
        Path absent = directory.resolve("absent");
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> OutputFile.checked(link, List.of(input)));
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> OutputFile.checked(absent, List.of(directory.resolve("./absent"))));
    }
}
