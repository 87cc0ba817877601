package dev.narrowgauge.cli.service;

import static java.net.URLEncoder.encode;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.cli.CommandGroup;
import dev.narrowgauge.cli.remote.RemoteClient;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code narrowgauge retention}. */
@Command(
        name = "retention",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Says for how long a project keeps what it has; 'storage' shows that, and how much it is.")
public final class RetentionCommand extends CommandGroup {
    @Command(
            name = "set",
            mixinStandardHelpOptions = true,
            description = {
                "Sets for how many days a project keeps runs and uploads, in the place of what was set before.",
                "What is left out is kept for good. What is older goes within minutes; the verdicts of runs stay."
            })
    int set(
            @Mixin ServiceOptions service,
            @Parameters(paramLabel = "PROJECT", description = "The project, such as 'default'.") String project,
            @Option(names = "--run-days", paramLabel = "N", description = "Of runs, after their end.") Integer runDays,
            @Option(
                            names = "--upload-days",
                            paramLabel = "N",
                            description =
                                    "Of models and datasets that no run is about, after somebody last uploaded them or asked for them.")
                    Integer uploadDays) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("runDays", runDays);
        request.put("uploadDays", uploadDays);
        request.values().removeIf(value -> value == null);
        try (RemoteClient client = service.client()) {
            JsonNode answer =
                    client.post("/v1/retention/" + encode(project, UTF_8).replace("+", "%20"), request);
            return new Answer(spec(), service).line(answer, Answer.text(answer, "project"), text(answer));
        }
    }

    /** What an answer says of how long a project keeps what it has. */
    static String text(JsonNode retention) {
        return "runs %s, uploads %s".formatted(days(retention, "runDays"), days(retention, "uploadDays"));
    }

    private static String days(JsonNode retention, String member) {
        return retention.hasNonNull(member)
                ? "%d days".formatted(retention.path(member).asInt())
                : "for good";
    }
}
