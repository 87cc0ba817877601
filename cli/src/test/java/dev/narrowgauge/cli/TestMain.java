package dev.narrowgauge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.error.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The error contract of the command line: exit status, a code and a sentence, never a stack trace. */
final class TestMain extends CommandLineTest {
    /** The smallest file that looks like a model: an ir_version of 8. */
    private static final byte[] MODEL = {8, 8};

    @TempDir
    private Path directory;

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
    void reduceSaysWhatItNeedsToSeeAFault() throws IOException {
        String model = Files.write(directory.resolve("model.onnx"), MODEL).toString();
        assertFails("error REQUEST_INVALID: Missing required option: '--when=FAULT'", "reduce", model);
        assertFails(
                "error REQUEST_INVALID: Invalid value for option '--when': 'divreges' is not one of crash, hang, diverges,"
                        + " slower, refused; did you mean 'diverges'?",
                "reduce",
                model,
                "--when=divreges");
        assertFails(
                "error REQUEST_INVALID: Whether a model diverges or is slower shows only on samples; add --data DATA",
                "reduce",
                model,
                "--when=diverges");
        assertFails("error REQUEST_INVALID: A model that hangs does not end by itself", "reduce", model, "--when=hang");
        assertFails("error REQUEST_INVALID: --run compares nothing", "reduce", model, "--when=slower", "--run");
        assertFails("error REQUEST_INVALID: ", "reduce", model, "--when=diverges", "--run", "--optimizations");
        Path taken = Files.createDirectory(directory.resolve("model.reduced.md"));
        assertFails("error OUTPUT_NOT_WRITABLE: " + taken + " is a directory", "reduce", model, "--when=crash");
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
    void limitsAreNamedAsTheyWereTyped() throws IOException {
        String model = Files.write(directory.resolve("model.onnx"), MODEL).toString();
        String out = directory.resolve("out.onnx").toString();
        assertFails(
                "error REQUEST_INVALID: --memory is 8 MiB; an engine needs at least 64 MiB",
                "quantize",
                model,
                "-o",
                out,
                "--memory=8");
        assertFails("error REQUEST_INVALID: --timeout is 0; give seconds", "quantize", model, "-o", out, "--timeout=0");
        assertFails("error REQUEST_INVALID: --threads is -1; give", "quantize", model, "-o", out, "--threads=-1");
    }

    @Test
    void demandsAreChecked() throws IOException {
        String model = Files.write(directory.resolve("model.onnx"), MODEL).toString();
        String out = directory.resolve("out.onnx").toString();
        assertFails(
                "error REQUEST_INVALID: Invalid value for option '--fail-on' (WHAT): 'slowr' is not one of slower, fp32,"
                        + " cannot-tell; did you mean 'slower'?",
                "quantize",
                model,
                "-o",
                out,
                "--fail-on=fp32,slowr");
        assertFails(
                "error REQUEST_INVALID: Invalid value for option '--fail-on' (WHAT): 'slower' is not one of fp32, cannot-tell",
                "evaluate",
                model,
                "--data=" + model,
                "--fail-on=slower");
        assertFails(
                "error REQUEST_INVALID: Invalid value for option '--prefer': 'sped' is not one of speed, size; did you"
                        + " mean 'speed'?",
                "quantize",
                model,
                "-o",
                out,
                "--prefer=sped");
        assertFails(
                "error REQUEST_INVALID: --max-ratio and --fail-on slower need the latency",
                "quantize",
                model,
                "-o",
                out,
                "--no-latency-check",
                "--max-ratio=1");
        assertFails("error REQUEST_INVALID: --max-loss needs", "quantize", model, "-o", out, "--max-loss=1");
        assertFails("error REQUEST_INVALID: --max-loss is -1", "quantize", model, "-o", out, "--max-loss=-1");
        assertFails("error REQUEST_INVALID: --time-budget is 0", "quantize", model, "-o", out, "--time-budget=0");
        assertFails(
                "error REQUEST_INVALID: --max-loss and --fail-on compare",
                "evaluate",
                model,
                "--data=" + model,
                "--fail-on=fp32");
        Path policy = Files.writeString(directory.resolve("policy.yaml"), "ruels: []\n");
        assertFails("error POLICY_UNKNOWN_KEY: ", "quantize", model, "-o", out, "--policy=" + policy);
    }

    /** What is wrong is said before the machine is waited for, and without any engine. */
    @Test
    void filesOfAnotherKindAreRefusedAtOnce() throws IOException {
        Path text = Files.writeString(directory.resolve("text.onnx"), "\"hello\" and more\n");
        Path model = Files.write(directory.resolve("model.onnx"), MODEL);
        Path out = directory.resolve("out.onnx");
        assertFails("error MODEL_NOT_ONNX: ", "quantize", text.toString(), "-o", out.toString());
        assertFails(
                "error DATASET_UNREADABLE: ",
                "quantize",
                model.toString(),
                "--calibration=" + text,
                "-o",
                out.toString());
        assertFails("error MODEL_NOT_ONNX: ", "evaluate", text.toString(), "--data=" + text);
        assertFails("error MODEL_NOT_ONNX: ", "benchmark", model.toString(), text.toString(), "--data=" + text);
        assertFails("error DATASET_UNREADABLE: ", "benchmark", model.toString(), model.toString(), "--data=" + text);
        assertFails("error MODEL_NOT_ONNX: ", "recipe", "explain", text.toString());
        assertFails("error FILE_NOT_FOUND: ", "recipe", "explain", directory.toString());
    }

    @Test
    void noResultTakesThePlaceOfADevice() throws IOException {
        Path model = Files.write(directory.resolve("model.onnx"), MODEL);
        String out = directory.resolve("out").toString();
        for (String option : List.of("--report", "--report-page", "--save-statistics")) {
            assertFails(
                    "error OUTPUT_NOT_WRITABLE: /dev/null is no regular file",
                    "quantize",
                    model.toString(),
                    "-o",
                    out,
                    option,
                    "/dev/null");
            assertFails("error OUTPUT_NOT_WRITABLE: ", "quantize", model.toString(), "-o", out, option, out);
        }
        assertFails("error OUTPUT_NOT_WRITABLE: ", "quantize", model.toString(), "-o", "/dev/null");
        assertFails(
                "error OUTPUT_NOT_WRITABLE: ",
                "evaluate",
                model.toString(),
                "--data",
                model.toString(),
                "--output",
                "/dev/null");
        assertFails(
                "error OUTPUT_NOT_WRITABLE: ",
                "benchmark",
                model.toString(),
                model.toString(),
                "--data",
                model.toString(),
                "--output",
                "/dev/null");
        assertFails("error OUTPUT_NOT_WRITABLE: ", "statistics", "merge", model.toString(), "-o", "/dev/null");
        assertFails("error OUTPUT_NOT_WRITABLE: ", "demo", "--output", "/dev/null");
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
    void faultsOfARecipeAreToldOnALineEach() throws IOException {
        String named = "%s: ".formatted(directory.resolve("recipe.yaml"));
        assertRecipeFails(
                "error RECIPE_UNKNOWN_KEY: " + named + "Unknown key 'precison'", "precison: int8\nmode: statik\n");
        assertThat(error.toString().lines().skip(1))
                .singleElement()
                .asString()
                .startsWith("error RECIPE_INVALID_VALUE: " + named + "The recipe's 'mode' is the string 'statik'");
    }

    @Test
    void everyWrongFileIsToldByItsName() throws IOException {
        Path recipe = Files.writeString(directory.resolve("recipe.yaml"), "mode: statik\n");
        Path policy = Files.writeString(directory.resolve("policy.yaml"), "maxWait: soon\n");
        String out = directory.resolve("out.onnx").toString();

        int status = execute("quantize", "absent.onnx", "--recipe=" + recipe, "--policy=" + policy, "-o", out);

        assertThat(status).isEqualTo(ExitCode.BAD_INPUT.status());
        assertThat(error.toString().lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("error FILE_NOT_FOUND: absent.onnx: "),
                        line -> assertThat(line).startsWith("error RECIPE_INVALID_VALUE: %s: ".formatted(recipe)),
                        line -> assertThat(line).startsWith("error POLICY_INVALID_VALUE: %s: ".formatted(policy)));
    }

    @Test
    void benchmarkPlanIsChecked() throws IOException {
        String file = Files.createFile(directory.resolve("any")).toString();
        assertFails(
                "error REQUEST_INVALID: --forks is 5; give at least 6, or --quick for a preview",
                "benchmark",
                file,
                file,
                "--data",
                file,
                "--forks",
                "5");
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
}
