package dev.narrowgauge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.error.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The error contract of the command line: exit status, a code and a sentence, never a stack trace. */
final class TestMain {
    @TempDir
    private Path directory;

    private final StringWriter output = new StringWriter();
    private final StringWriter error = new StringWriter();

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
    @ValueSource(strings = {"", "recipe", "statistics"})
    void bareGroupsListTheirCommandsAndDoNotPass(String group) {
        String[] arguments = group.isEmpty() ? new String[0] : new String[] {group};
        assertThat(execute(arguments)).isEqualTo(ExitCode.BAD_INPUT.status());
        assertThat(output.toString()).startsWith("Usage: narrowgauge").contains("Commands:");
        assertThat(error.toString()).isEmpty();
    }

    @Test
    void demoDoesNotTakeAnotherServerForItsOwn() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(taken.getLocalPort());
            assertThat(execute("demo", "--port", port)).isEqualTo(ExitCode.THIS_MACHINE.status());
            assertThat(error.toString()).startsWith("error PORT_IN_USE: Port " + port + " is in use");
        }
        assertFails("error REQUEST_INVALID: --port is 0; give a port from 1 to 65535.", "demo", "--port", "0");
    }

    @Test
    void everyHelpNamesTheExitStatus() {
        assertListsExitCodes(Main.commandLine());
    }

    private static void assertListsExitCodes(CommandLine command) {
        String usage = command.getUsageMessage();
        assertThat(usage).as(command.getCommandName()).contains("Exit status:", "CANNOT TELL", "130");
        command.getSubcommands().values().forEach(TestMain::assertListsExitCodes);
    }

    @Test
    void missingFilesAreNamed() throws IOException {
        Path model = Files.createFile(directory.resolve("model.onnx"));
        assertFails(
                "error FILE_NOT_FOUND: absent.onnx: there is no such file; give the path of the ONNX model",
                "quantize",
                "absent.onnx",
                "-o",
                directory.resolve("out.onnx").toString());
        assertFails("error FILE_NOT_FOUND: absent.npz:", "evaluate", model.toString(), "--data", "absent.npz");
        assertFails(
                "error OUTPUT_NOT_WRITABLE:",
                "quantize",
                model.toString(),
                "-o",
                directory.resolve("no/such/directory/out.onnx").toString());
    }

    @Test
    void noResultTakesThePlaceOfAnInput() throws IOException {
        Path model = Files.createFile(directory.resolve("model.onnx"));
        Path link = Files.createSymbolicLink(directory.resolve("link.onnx"), model);
        assertFails("error OUTPUT_NOT_WRITABLE:", "quantize", model.toString(), "-o", link.toString());
        assertFails(
                "error OUTPUT_NOT_WRITABLE:",
                "benchmark",
                link.toString(),
                model.toString(),
                "--data",
                link.toString(),
                "--output",
                model.toString());
    }

    @Test
    void calibrationIsAskedForOnlyWhereItIsNeeded() throws IOException {
        assertRecipeFails("error REQUEST_INVALID: Static INT8 needs samples", "mode: static\n");
    }

    @Test
    void recipesAreCheckedBeforeAnythingRuns() throws IOException {
        assertRecipeFails("error RECIPE_UNKNOWN_KEY:", "precison: int8\n");
        assertRecipeFails("error RECIPE_UNREADABLE:", "precision: [int8\n");
        assertRecipeFails("error RECIPE_UNREADABLE:", "just words\n");
    }

    @Test
    void benchmarkPlanIsChecked() throws IOException {
        String file = Files.createFile(directory.resolve("any")).toString();
        assertFails(
                "error REQUEST_INVALID: maxPairs is no multiple of 10: 7",
                "benchmark",
                file,
                file,
                "--data",
                file,
                "--pairs",
                "7");
    }

    private void assertRecipeFails(String message, String text) throws IOException {
        Path model = Files.write(directory.resolve("model.onnx"), new byte[] {1});
        Path recipe = Files.writeString(directory.resolve("recipe.yaml"), text);
        assertFails(
                message,
                "quantize",
                model.toString(),
                "--recipe",
                recipe.toString(),
                "-o",
                directory.resolve("out.onnx").toString());
    }

    private void assertFails(String message, String... arguments) {
        error.getBuffer().setLength(0);
        assertThat(execute(arguments)).isEqualTo(ExitCode.BAD_INPUT.status());
        assertThat(error.toString()).startsWith(message).doesNotContain("\tat ");
        assertThat(error.toString().lines().count()).isLessThanOrEqualTo(2);
        assertThat(output.toString()).isEmpty();
    }

    private int execute(String... arguments) {
        CommandLine main = Main.commandLine();
        main.setOut(new PrintWriter(output, true));
        main.setErr(new PrintWriter(error, true));
        return main.execute(arguments);
    }
}
