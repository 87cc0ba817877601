package dev.narrowgauge.cli.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.cli.CommandGroup;
import dev.narrowgauge.cli.output.Screen;
import dev.narrowgauge.cli.remote.ReleaseName;
import dev.narrowgauge.cli.remote.RemoteClient;
import dev.narrowgauge.cli.service.Columns.Column;
import dev.narrowgauge.domain.error.ExitCode;
import dev.narrowgauge.domain.release.ReleaseState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code narrowgauge release}. */
@Command(
        name = "release",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Says which variant of a model name is released: proposes, approves, and takes back.")
public final class ReleaseCommand extends CommandGroup {
    private static final String REASON = "Why; everybody who looks at the release sees it.";

    private static final Columns RELEASES = Columns.of(
            new Column("release", ReleaseCommand::title),
            Column.text("state"),
            Column.text("recipe"),
            new Column("devices", ReleaseCommand::devices),
            Column.text("run", "runId"),
            new Column("by", item -> Answer.text(last(item), "by")),
            new Column("since", item -> Answer.time(last(item), "at")));

    private static final Columns STEPS =
            Columns.of(Column.time("at", "at"), Column.text("state"), Column.text("by"), Column.text("reason"));

    @Command(
            name = "promote",
            mixinStandardHelpOptions = true,
            description =
                    "Proposes a variant that has passed as the release of its model name. It is one once it is approved.")
    int promote(
            @Mixin ServiceOptions service,
            @Parameters(paramLabel = "RUN", description = "The run that has judged it.") String run,
            @Option(
                            names = "--variant",
                            paramLabel = "VARIANT",
                            description = "Its id, where several variants of the run pass.")
                    String variant,
            @Option(
                            names = "--model-name",
                            paramLabel = "NAME",
                            description = "A name of the run's model; the one of its first upload by default.")
                    String modelName,
            @Option(names = "--reason", paramLabel = "TEXT", required = true, description = REASON) String reason) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("runId", Ids.of("run", run));
        if (variant != null) {
            request.put("variantId", Ids.of("variant", variant));
        }
        if (modelName != null) {
            request.put("modelName", modelName);
        }
        request.put("reason", reason);
        try (RemoteClient client = service.client()) {
            return told(service, client.post("/v1/releases", request));
        }
    }

    @Command(
            name = "approve",
            mixinStandardHelpOptions = true,
            description = {
                "Makes a proposal the release of its model name; the one before stays known, to return to.",
                "Somebody else than whoever proposed it has to, or an administrator."
            })
    int approve(
            @Mixin ServiceOptions service,
            @Parameters(paramLabel = "NAME[@NUMBER]", description = "Without a number: the newest proposal.")
                    String release,
            @Option(names = "--reason", paramLabel = "TEXT", required = true, description = REASON) String reason) {
        return decide(service, release, ReleaseState.PROPOSED, "approve", Map.of("reason", reason));
    }

    @Command(
            name = "rollback",
            mixinStandardHelpOptions = true,
            description = "Takes back the active release and returns to the one before it, or to another one.")
    int rollBack(
            @Mixin ServiceOptions service,
            @Parameters(paramLabel = "NAME[@NUMBER]", description = "With a number: only where that is the active one.")
                    String release,
            @Option(
                            names = "--to",
                            paramLabel = "NUMBER",
                            description =
                                    "Of the release to return to; the newest that was replaced before by default.")
                    Integer to,
            @Option(names = "--reason", paramLabel = "TEXT", required = true, description = REASON) String reason) {
        Map<String, Object> request = new LinkedHashMap<>();
        if (to != null) {
            request.put("to", to);
        }
        request.put("reason", reason);
        return decide(service, release, ReleaseState.ACTIVE, "rollback", request);
    }

    @Command(
            name = "withdraw",
            mixinStandardHelpOptions = true,
            description =
                    "Lets a proposal, or a release that was replaced, go: nobody can return to it, and its run can be deleted.")
    int withdraw(
            @Mixin ServiceOptions service,
            @Parameters(paramLabel = "NAME[@NUMBER]", description = "Without a number: the newest proposal.")
                    String release,
            @Option(names = "--reason", paramLabel = "TEXT", required = true, description = REASON) String reason) {
        return decide(service, release, ReleaseState.PROPOSED, "withdraw", Map.of("reason", reason));
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists releases, the newest first.")
    int list(
            @Mixin ServiceOptions service,
            @Option(names = "--model-name", paramLabel = "NAME", description = "Only those of that model name.")
                    String modelName,
            @Option(
                            names = "--state",
                            paramLabel = "STATE",
                            description = "Only those that are ${COMPLETION-CANDIDATES}.")
                    ReleaseState state,
            @Mixin ListLimit limit) {
        try (RemoteClient client = service.client()) {
            JsonNode page = Page.of(
                    client,
                    "/v1/releases",
                    limit.items(),
                    Map.of(
                            "modelName",
                            Page.optional(modelName),
                            "state",
                            state == null ? List.of() : List.of(state.name())));
            return new Answer(spec(), service).page(page, RELEASES);
        }
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Shows a release: its variant, its verdict, and who decided what and why.")
    int show(
            @Mixin ServiceOptions service,
            @Parameters(paramLabel = "NAME[@NUMBER]", description = "Without a number: the active one.")
                    String release) {
        try (RemoteClient client = service.client()) {
            JsonNode found = ReleaseName.of(release).find(client, ReleaseState.ACTIVE);
            if (service.json()) {
                return new Answer(spec(), service).document(found);
            }
            Screen screen = Screen.of(spec());
            screen.whole("release", "%s %s".formatted(title(found), Answer.text(found, "state")));
            for (String member : List.of("modelId", "runId", "variantId", "sha256", "recipe", "policyDigest")) {
                screen.whole(member, Answer.text(found, member));
            }
            screen.whole("devices", devices(found));
            screen.blank();
            screen.table(STEPS.table(found.path("steps")));
            return ExitCode.OK.status();
        }
    }

    private int decide(
            ServiceOptions service, String release, ReleaseState usual, String what, Map<String, Object> request) {
        try (RemoteClient client = service.client()) {
            JsonNode found = ReleaseName.of(release).find(client, usual);
            String path = "/v1/releases/%s/%s".formatted(found.path("id").asText(), what);
            return told(service, client.post(path, request));
        }
    }

    private int told(ServiceOptions service, JsonNode release) {
        return new Answer(spec(), service).line(release, title(release), Answer.text(release, "state"));
    }

    private static String title(JsonNode item) {
        return "%s@%s".formatted(Answer.text(item, "modelName"), Answer.text(item, "number"));
    }

    private static String devices(JsonNode item) {
        return item.path("deviceClasses").valueStream().map(JsonNode::asText).collect(Collectors.joining(" "));
    }

    private static JsonNode last(JsonNode item) {
        JsonNode steps = item.path("steps");
        return steps.path(steps.size() - 1);
    }
}
