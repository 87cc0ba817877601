package dev.narrowgauge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.error.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** Runs the command line in this process. */
abstract class CommandLineTest {
    final StringWriter output = new StringWriter();
    final StringWriter error = new StringWriter();

    /** Bad input: a code and a sentence, never a stack trace. */
    final void assertFails(String message, String... arguments) {
        error.getBuffer().setLength(0);
        assertThat(execute(arguments)).isEqualTo(ExitCode.BAD_INPUT.status());
        assertThat(error.toString()).startsWith(message).doesNotContain("\tat ");
        assertThat(error.toString().lines().count()).isLessThanOrEqualTo(2);
        assertThat(output.toString()).isEmpty();
    }

    final int execute(String... arguments) {
        CommandLine main = Main.commandLine();
        main.setOut(new PrintWriter(output, true));
        main.setErr(new PrintWriter(error, true));
        return main.execute(arguments);
    }
}
