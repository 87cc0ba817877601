package dev.narrowgauge.cli.gate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.cli.output.OutputFile;
import dev.narrowgauge.cli.output.Terminal;
import dev.narrowgauge.cli.remote.Content;
import dev.narrowgauge.cli.remote.RemoteClient;
import dev.narrowgauge.cli.remote.RunFollower;
import dev.narrowgauge.cli.remote.RunSubmission;
import dev.narrowgauge.cli.run.JobNames;
import dev.narrowgauge.cli.run.RunProgress;
import dev.narrowgauge.cli.service.ContentPush;
import dev.narrowgauge.domain.digest.Sha256;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.gate.Verdict;
import dev.narrowgauge.domain.run.RunState;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The run behind a gate: filed once, followed to its end, and found again where the job of a pipeline was cut off. */
record GateRun(RemoteClient client, URI address, GateOptions options, PrintWriter told) {
    /** Of the same request in seven days; who asks more often waits for the oldest to be forgotten. */
    private static final int MOST_ATTEMPTS = 100;

    /** Goes on with the run that is under way; empty where none is. */
    Optional<JsonNode> resumed() {
        Optional<RunUnderWay> known = options.resume().flatMap(RunUnderWay::in);
        if (known.isEmpty()) {
            return Optional.empty();
        }
        Path file = options.resume().orElseThrow();
        String model = options.model() == null ? null : ContentPush.digest(options.model());
        known.get().requireOf(file, address, model);
        try {
            JsonNode run = client.run(known.get().run());
            told.println("Going on with run %s of %s.".formatted(known.get().run(), file));
            return Optional.of(run);
        } catch (NarrowgaugeException failure) {
            if (failure.code() != ErrorCode.NOT_FOUND) {
                throw failure;
            }
            throw new NarrowgaugeException(
                    ErrorCode.NOT_FOUND,
                    "The service at %s has no run %s, which %s is of: remove the file to begin anew."
                            .formatted(address, known.get().run(), file),
                    failure);
        }
    }

    /** Pushes what the service does not have. */
    RunSubmission submission(GateRequest request, ContentPush push) {
        return tellingWhatIsKept(
                push,
                () -> new RunSubmission(
                        options.name(),
                        push.idOf(Content.MODEL, options.model()),
                        push.idOf(Content.DATASET, options.calibration()),
                        push.idOf(Content.DATASET, options.evaluation()),
                        request.recipes(),
                        options.deviceClasses(),
                        request.policy(),
                        List.of(),
                        options.commit(),
                        null,
                        options.fresh()));
    }

    private static <T> T tellingWhatIsKept(ContentPush push, Supplier<T> step) {
        try {
            return step.get();
        } catch (NarrowgaugeException refusal) {
            push.tellKept();
            throw refusal;
        }
    }

    JsonNode submitted(RunSubmission submission, GateRequest request, ContentPush push) {
        JsonNode run = tellingWhatIsKept(push, () -> filed(submission, request));
        options.resume()
                .map(OutputFile::checked)
                .ifPresent(file -> new RunUnderWay(address.toString(), id(run), submission.modelId()).write(file));
        if (run.path("detectableLoss").isTextual()) {
            told.println(run.path("detectableLoss").asText());
        }
        return run;
    }

    /**
     * A job that is started again finds its run, unless it asks for a fresh one; one that did not come to a decision is measured
     * anew.
     */
    JsonNode filed(RunSubmission submission, GateRequest request) {
        String digest = submission.digest();
        String key = options.fresh() ? Sha256.of(digest + UUID.randomUUID()) : digest;
        return filed(submission, request, key, GateRun::endedUndecided);
    }

    /** The same, but whatever was decided stands: what judged once is not to judge again. */
    JsonNode filedOnce(RunSubmission submission, GateRequest request) {
        return filed(submission, request, submission.digest(), GateRun::wasCancelled);
    }

    private JsonNode filed(
            RunSubmission submission, GateRequest request, String first, Predicate<JsonNode> isForNothing) {
        String key = first;
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            JsonNode run = submit(submission, key, request);
            if (!isForNothing.test(run)) {
                if (run.path("state").asText().equals(RunState.DONE.name())) {
                    told.printf(
                            "Run %s has judged the same within the last seven days; its verdict stands.%n", id(run));
                }
                return run;
            }
            key = Sha256.of(key + id(run));
        }
        throw new NarrowgaugeException(
                ErrorCode.QUEUE_FULL,
                "The same gate ended undecided %d times within seven days: change the request, or file it with 'narrowgauge run submit'."
                        .formatted(MOST_ATTEMPTS));
    }

    private JsonNode submit(RunSubmission submission, String key, GateRequest request) {
        try {
            return client.submit(submission, key);
        } catch (NarrowgaugeException refusal) {
            throw request.named(refusal);
        }
    }

    private static boolean endedUndecided(JsonNode run) {
        String verdict = run.path("verdict").asText("");
        return wasCancelled(run)
                || verdict.equals(Verdict.INCONCLUSIVE.name())
                || verdict.equals(Verdict.INVALID.name());
    }

    private static boolean wasCancelled(JsonNode run) {
        return run.path("state").asText().equals(RunState.CANCELLED.name());
    }

    /** Gives the run's last state. Fails with REQUEST_TIMED_OUT where it takes longer than it may. */
    String awaitEnd(JsonNode run) throws InterruptedException {
        List<String> recipes = run.path("recipes")
                .valueStream()
                .map(recipe -> recipe.path("name").asText("recipe"))
                .toList();
        // Some hosts give the jobs of their pipelines a terminal, and keep what is printed as lines.
        boolean watched = Terminal.isPresent() && System.getenv("CI") == null;
        RunProgress progress = new RunProgress(told, watched, Clock.systemUTC(), new JobNames(recipes, client));
        RunFollower follower = new RunFollower(client, id(run), progress);
        Thread farewell = new Thread(() -> told.println(howToGoOn(run)));
        // Of a service that goes with this program the run does, too.
        if (!options.local()) {
            Runtime.getRuntime().addShutdownHook(farewell);
        }
        try {
            return options.timeout().isEmpty()
                    ? follower.awaitEnd()
                    : within(options.timeout().get(), run, follower);
        } finally {
            progress.finish();
            forget(farewell);
        }
    }

    private String within(Duration limit, JsonNode run, RunFollower follower) throws InterruptedException {
        FutureTask<String> end = new FutureTask<>(follower::awaitEnd);
        Thread.ofVirtual().name("gate-follower").start(end);
        try {
            return end.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            end.cancel(true);
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_TIMED_OUT,
                    "Not decided yet after %d s. %s".formatted(limit.toSeconds(), howToGoOn(run)),
                    late);
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof RuntimeException cause
                    ? cause
                    : new CancellationException(failure.getMessage());
        }
    }

    private static void forget(Thread farewell) {
        try {
            Runtime.getRuntime().removeShutdownHook(farewell);
        } catch (IllegalStateException _) {
            // The program ends, and says it.
        }
    }

    private String howToGoOn(JsonNode run) {
        return options.local()
                ? "The run ends with the service of this command."
                : options.resume()
                        .map(file -> "Run %s goes on: 'narrowgauge gate --resume %s --server %s' waits for its verdict."
                                .formatted(id(run), file, address))
                        .orElseGet(() -> "Run %s goes on: 'narrowgauge run watch %s --server %s' waits for its verdict."
                                .formatted(id(run), id(run), address));
    }

    static String id(JsonNode run) {
        return run.path("id").asText();
    }
}
