package dev.narrowgauge.cli.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.cli.output.Screen;
import dev.narrowgauge.cli.output.TextTable;
import dev.narrowgauge.cli.remote.RemoteClient;
import dev.narrowgauge.domain.decision.Numbers;
import dev.narrowgauge.domain.error.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code narrowgauge run timeline}. */
@Command(name = "timeline", mixinStandardHelpOptions = true, description = "Says where the time of a run went.")
public final class RunTimelineCommand implements Callable<Integer> {
    private static final String[] SHARES = {"jobs", "phase", "number", "time"};
    private static final String[] ATTEMPTS = {"job", "attempt", "queued", "taken", "ended", "end"};

    @Mixin
    private ServiceOptions service;

    @Parameters(paramLabel = "RUN", description = "Its id.")
    private String run;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        String id = Ids.of("run", run);
        try (RemoteClient client = service.client()) {
            JsonNode timeline = client.get("/v1/runs/%s/timeline".formatted(id));
            if (service.json()) {
                return new Answer(spec, service).document(timeline);
            }
            show(Screen.of(spec), timeline);
            return ExitCode.OK.status();
        }
    }

    private static void show(Screen screen, JsonNode timeline) {
        String end = timeline.hasNonNull("endedAt") ? "ended after" : "has taken so far";
        screen.line(
                "run",
                "%s is %s: it %s %s"
                        .formatted(
                                Answer.text(timeline, "runId"),
                                Answer.text(timeline, "state"),
                                end,
                                Numbers.seconds(timeline.path("seconds").asDouble())));
        TextTable shares = new TextTable(SHARES);
        timeline.path("shares").valueStream().map(RunTimelineCommand::share).forEach(shares::add);
        screen.blank();
        screen.table(shares);
        TextTable attempts = new TextTable(ATTEMPTS);
        timeline.path("jobs")
                .valueStream()
                .forEach(job -> job.path("attempts")
                        .valueStream()
                        .map(attempt -> attempt(job, attempt))
                        .forEach(attempts::add));
        screen.blank();
        screen.table(attempts);
    }

    private static String[] share(JsonNode share) {
        return new String[] {
            share.hasNonNull("kind") ? kind(share) : "run",
            Answer.text(share, "phase"),
            share.hasNonNull("kind") ? Answer.text(share, "jobs") : "-",
            Numbers.seconds(share.path("seconds").asDouble())
        };
    }

    private static String[] attempt(JsonNode job, JsonNode attempt) {
        return new String[] {
            "%s %s".formatted(kind(job), Answer.text(job, "subject")),
            Answer.text(attempt, "attempt"),
            Answer.time(attempt, "queuedAt"),
            Answer.time(attempt, "takenAt"),
            Answer.time(attempt, "endedAt"),
            Answer.text(attempt, "end")
        };
    }

    private static String kind(JsonNode item) {
        String kind = item.path("kind").asText().equals("QUANTIZE") ? "quantize" : "benchmark";
        return item.hasNonNull("deviceClass")
                ? kind + " " + item.path("deviceClass").asText()
                : kind;
    }
}
