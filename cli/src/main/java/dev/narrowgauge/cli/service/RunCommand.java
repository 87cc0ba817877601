package dev.narrowgauge.cli.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.cli.CommandGroup;
import dev.narrowgauge.cli.remote.RemoteClient;
import dev.narrowgauge.domain.error.ExitCode;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code narrowgauge run}. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {RunSubmitCommand.class, RunListCommand.class, RunTimelineCommand.class, RunWhyCommand.class},
        description = "Works with the runs of a service: models quantized, measured and judged.")
public final class RunCommand extends CommandGroup {
    private static final String[] DELETED = {"id", "name", "verdict", "created", "deleted", "by"};

    @Command(
            name = "watch",
            mixinStandardHelpOptions = true,
            description = "Follows a run to its verdict and ends with the exit status of that.")
    int watch(@Mixin ServiceOptions service, @Parameters(paramLabel = "RUN", description = "Its id.") String run)
            throws InterruptedException {
        try (RemoteClient client = service.client()) {
            return new Watch(client, spec(), service.json()).follow(client.run(Ids.of("run", run)));
        }
    }

    @Command(
            name = "delete",
            mixinStandardHelpOptions = true,
            description = {
                "Deletes runs that have ended, with their variants and measurements.",
                "Their verdicts and the digests of what they were about stay: 'run deleted' lists them."
            })
    int delete(
            @Mixin ServiceOptions service,
            @Parameters(paramLabel = "RUN", arity = "1..*", description = "Their ids.") List<String> runs) {
        List<String> ids = runs.stream().map(run -> Ids.of("run", run)).toList();
        try (RemoteClient client = service.client()) {
            for (String id : ids) {
                JsonNode left = client.delete("/v1/runs/" + id);
                new Answer(spec(), service).line(left, "run", id + " is deleted");
            }
            return ExitCode.OK.status();
        }
    }

    @Command(
            name = "deleted",
            mixinStandardHelpOptions = true,
            description = "Lists what is left of runs that were deleted, newest first.")
    int deleted(@Mixin ServiceOptions service, @Mixin ListLimit limit) {
        try (RemoteClient client = service.client()) {
            JsonNode page = Page.of(client, "/v1/deleted-runs", limit.items(), Map.of());
            return new Answer(spec(), service).page(page, DELETED, RunCommand::left);
        }
    }

    private static String[] left(JsonNode item) {
        return new String[] {
            Answer.text(item, "id"),
            Answer.text(item, "name"),
            Answer.text(item, "verdict"),
            Answer.time(item, "createdAt"),
            Answer.time(item, "deletedAt"),
            item.path("byAge").asBoolean() ? "age" : "somebody"
        };
    }

    @Command(name = "cancel", mixinStandardHelpOptions = true, description = "Ends runs and all their jobs.")
    int cancel(
            @Mixin ServiceOptions service,
            @Parameters(paramLabel = "RUN", arity = "1..*", description = "Their ids.") List<String> runs) {
        List<String> ids = runs.stream().map(run -> Ids.of("run", run)).toList();
        try (RemoteClient client = service.client()) {
            for (String id : ids) {
                JsonNode cancelled = client.cancelRun(id);
                new Answer(spec(), service)
                        .line(cancelled, "run", "%s is %s".formatted(id, Answer.text(cancelled, "state")));
            }
            return ExitCode.OK.status();
        }
    }
}
