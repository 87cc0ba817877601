package dev.narrowgauge.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What completes commands in a shell. */
final class TestCompletion {
    /** To a writer that keeps what it is not told to pass on, as that of a pipe does. */
    @Test
    void completionIsAWholeScriptOfEveryCommand(@TempDir Path directory) throws Exception {
        StringWriter output = new StringWriter();
        CommandLine main = Main.commandLine().setOut(new PrintWriter(new BufferedWriter(output, 1 << 20)));

        assertThat(main.execute("completion")).isZero();
        assertThat(output.toString()).contains("submit", "--watch", "quantize");
        Path script = Files.writeString(directory.resolve("completion"), output.toString());
        Process bash = new ProcessBuilder("bash", "-c", "source " + script + " && complete -p narrowgauge")
                .redirectErrorStream(true)
                .start();
        assertThat(new String(bash.getInputStream().readAllBytes(), UTF_8))
                .isEqualTo("complete -o default -F _complete_narrowgauge narrowgauge\n");
        assertThat(bash.waitFor()).isZero();
    }
}
