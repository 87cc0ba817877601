package dev.narrowgauge.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked for is checked before the machine is waited for. */
final class TestScenarioCommand extends CommandLineTest {
    @TempDir
    private Path directory;

    private String model;
    private String data;

    @BeforeEach
    void files() throws IOException {
        model = Files.createFile(directory.resolve("model.onnx")).toString();
        data = "--data=" + Files.createFile(directory.resolve("data.npz"));
    }

    @Test
    void limitIsOfTheServerScenarioAndOfNoOther() {
        assertFails(
                "error REQUEST_INVALID: the server scenario needs --latency-limit MILLISECONDS",
                "scenario",
                "server",
                model,
                data);
        assertFails(
                "error REQUEST_INVALID: --latency-limit is of the server scenario alone",
                "scenario",
                "offline",
                model,
                data,
                "--latency-limit=5");
        assertFails(
                "error REQUEST_INVALID: --batch is 1 in the server scenario",
                "scenario",
                "server",
                model,
                data,
                "--latency-limit=5",
                "--batch=1,2");
    }

    @Test
    void numbersAreChecked() {
        assertFails("error REQUEST_INVALID: --forks is not positive", "scenario", "offline", model, data, "--forks=0");
        assertFails("error REQUEST_INVALID: --batch is not positive", "scenario", "offline", model, data, "--batch=0");
        assertFails(
                "error REQUEST_INVALID: --samples is 0; give how many to run",
                "determinism",
                model,
                data,
                "--samples=0");
        assertFails("error REQUEST_INVALID: --rows is 0", "profile", model, model, data, "--rows=0");
    }

    @Test
    void unknownScenarioGetsASuggestion() {
        assertFails(
                "error REQUEST_INVALID: Invalid value for positional parameter at index 0 (SCENARIO): 'servr' is not one of"
                        + " single-stream, offline, server; did you mean 'server'?",
                "scenario",
                "servr",
                model,
                data);
    }
}
