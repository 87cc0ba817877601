package dev.narrowgauge.cli.demo;

import dev.narrowgauge.cli.output.Terminal;
import dev.narrowgauge.cli.remote.RemoteClient;
import dev.narrowgauge.cli.remote.RunFollower;
import dev.narrowgauge.cli.remote.RunSubmission;
import dev.narrowgauge.cli.run.JobNames;
import dev.narrowgauge.cli.run.Outcome;
import dev.narrowgauge.cli.run.RunProgress;
import dev.narrowgauge.domain.access.KeyFile;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.recipe.Recipe;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The main job on the shipped model, done by a fresh service over REST like by any other client. */
final class Demo {
    private static final List<Recipe> RECIPES = List.of(Recipe.FP16_CONVERSION, Recipe.INT8_STATIC);
    private static final Duration NODE_LIMIT = Duration.ofMinutes(5);

    private final Installation installation;
    private final StandaloneProcess services;
    private final URI address;
    private final RemoteClient client;
    private final PrintWriter out;

    /** @param data folder of the services, which keep their admin key there */
    Demo(Installation installation, StandaloneProcess services, int port, Path data, PrintWriter out) {
        this.installation = installation;
        this.services = services;
        this.address = URI.create("http://127.0.0.1:%d/".formatted(port));
        this.client = new RemoteClient(address, () -> KeyFile.find(data.resolve(KeyFile.OF_ADMIN)));
        this.out = out;
    }

    void awaitReady() throws InterruptedException {
        Instant begin = Instant.now();
        say("Starting PostgreSQL, Kafka, API, worker, benchmark agent and dashboard in one process...");
        services.awaitReady(client);
        say("Ready after %.1f s: %s".formatted(seconds(begin), address));
    }

    /** Uploads, submits and follows until there is a verdict. */
    Outcome run() throws InterruptedException {
        Instant begin = Instant.now();
        String model = client.uploadModel(installation.demoFile("digits-resnet.onnx"), "digits-resnet");
        String calibration =
                client.uploadDataset(installation.demoFile("digits-calibration.npz"), "digits-calibration");
        String evaluation = client.uploadDataset(installation.demoFile("digits-evaluation.npz"), "digits-evaluation");
        say("Uploaded model digits-resnet with its calibration and evaluation sets.");
        String run = submit(RunSubmission.of(
                "demo",
                model,
                calibration,
                evaluation,
                RECIPES.stream().map(Recipe::toMap).toList()));
        say("Submitted run %s: FP16 and INT8, measured against FP32 on this machine.".formatted(run));
        RunProgress progress = new RunProgress(
                out,
                Terminal.isPresent(),
                Clock.systemUTC(),
                new JobNames(RECIPES.stream().map(Recipe::name).toList(), client));
        String end = new RunFollower(client, run, progress).awaitEnd();
        progress.finish();
        if (!end.equals("DONE")) {
            throw new NarrowgaugeException(ErrorCode.INTERNAL_ERROR, "The run ended as %s.".formatted(end));
        }
        say("Done after %.1f s.".formatted(seconds(begin)));
        return new Outcome(client.verdict(run));
    }

    /** Address of the page, which it signs in, once. */
    URI link() {
        String path = client.post("/v1/session/codes", null).path("path").asText();
        return address.resolve(path);
    }

    /** The agent of a service that has just started may not have registered its node yet. */
    private String submit(RunSubmission submission) throws InterruptedException {
        Instant deadline = Instant.now().plus(NODE_LIMIT);
        while (true) {
            try {
                return client.submitRun(submission);
            } catch (NarrowgaugeException failure) {
                if (failure.code() != ErrorCode.NO_DEVICE || Instant.now().isAfter(deadline)) {
                    throw failure;
                }
                Thread.sleep(Duration.ofMillis(200));
            }
        }
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }

    private static double seconds(Instant begin) {
        return Duration.between(begin, Instant.now()).toMillis() / 1000.0;
    }
}
