package dev.narrowgauge.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.error.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Help, and what is said to who mistypes a command. */
final class TestUsage extends CommandLineTest {
    @Test
    void helpListsCommands() {
        assertThat(execute("--help")).isEqualTo(ExitCode.OK.status());
        assertThat(output.toString()).contains("quantize", "evaluate", "benchmark");
        assertThat(error.toString()).isEmpty();
    }

    @Test
    void usageErrorsNameTheMistake() {
        assertFails("error REQUEST_INVALID: Unknown option: '--bogus'", "quantize", "m.onnx", "-o", "o", "--bogus");
        assertFails("error REQUEST_INVALID: Missing required option: '--output=OUT.onnx'", "quantize", "m.onnx");
        assertThat(error.toString()).contains("Try 'narrowgauge quantize --help'");
    }

    @Test
    void misspeltWordsGetASuggestion() {
        assertFails("error REQUEST_INVALID: There is no command 'quantise'; did you mean 'quantize'?", "quantise");
        assertFails("error REQUEST_INVALID: There is no command 'tset'; did you mean 'test'?", "tset");
        assertFails("error REQUEST_INVALID: There is no command 'frobnicate'\n", "frobnicate");
        assertFails(
                "error REQUEST_INVALID: There is no command 'explian'; did you mean 'explain'?", "recipe", "explian");
        assertFails(
                "error REQUEST_INVALID: Unknown option: '--calbration=x.npz'; did you mean '--calibration'?",
                "quantize",
                "m.onnx",
                "-o",
                "o",
                "--calbration=x.npz");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "recipe",
                "policy",
                "statistics",
                "model",
                "dataset",
                "run",
                "variant",
                "history",
                "node",
                "key",
                "project",
                "quota",
                "retention",
                "audit",
                "admin"
            })
    void bareGroupsListTheirCommandsAndDoNotPass(String group) {
        String[] arguments = group.isEmpty() ? new String[0] : new String[] {group};
        assertThat(execute(arguments)).isEqualTo(ExitCode.BAD_INPUT.status());
        assertThat(output.toString()).startsWith("Usage: narrowgauge").contains("Commands:");
        assertThat(error.toString()).isEmpty();
    }

    @Test
    void everyHelpNamesTheExitStatus() {
        assertListsExitCodes(Main.commandLine());
    }

    /** Such as of a description with a lone percent sign, which is a format. */
    @Test
    void noHelpComesWithAWarning() {
        PrintStream before = System.err;
        var warnings = new ByteArrayOutputStream();
        System.setErr(new PrintStream(warnings, true, UTF_8));
        try {
            assertListsExitCodes(Main.commandLine());
        } finally {
            System.setErr(before);
        }
        assertThat(warnings.toString(UTF_8)).isEmpty();
    }

    private static void assertListsExitCodes(CommandLine command) {
        String usage = command.getUsageMessage();
        assertThat(usage).as(command.getCommandName()).contains("Exit status:", "CANNOT TELL", "130");
        command.getSubcommands().values().forEach(TestUsage::assertListsExitCodes);
    }
}
