package dev.narrowgauge.cli.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.cli.CommandGroup;
import dev.narrowgauge.cli.remote.RemoteClient;
import dev.narrowgauge.cli.service.Columns.Column;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code narrowgauge webhook}. */
@Command(
        name = "webhook",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Has a service tell an address of yours of the verdicts in a project.")
public final class WebhookCommand extends CommandGroup {
    private static final String WHICH = "Its id, as 'webhook list' has it.";

    private static final Columns WEBHOOKS = Columns.of(
            Column.text("webhook", "id"),
            Column.text("url"),
            new Column("events", WebhookCommand::events),
            new Column("state", item -> item.path("active").asBoolean() ? "active" : "gone"),
            Column.time("made", "createdAt"));

    private static final Columns DELIVERIES = Columns.of(
            Column.text("delivery", "id"),
            Column.text("event"),
            new Column("state", item -> Answer.text(item, "state").toLowerCase(Locale.ROOT)),
            Column.text("tries", "attempts"),
            Column.text("status", "lastStatus"),
            Column.time("filed", "createdAt"),
            Column.time("next try", "nextAttemptAt"),
            Column.text("last error", "lastError"));

    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            description = {
                "Has an address told of verdicts. The secret that requests are signed with is printed once and cannot be"
                        + " shown again.",
                "The address begins with https:// and is one of the public Internet, unless the service's operator has"
                        + " named it."
            })
    int create(
            @Mixin ServiceOptions service,
            @Parameters(paramLabel = "URL", description = "Such as https://hooks.example/narrowgauge.") String url,
            @Option(
                            names = "--event",
                            paramLabel = "EVENT",
                            split = ",",
                            description = {
                                "run.decided: every verdict.",
                                "verdict.changed: one that differs from the one before of the same model name and policy.",
                                "Default: run.decided."
                            })
                    List<String> events) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("url", url);
        if (events != null) {
            request.put("events", events);
        }
        return told(service, "/v1/webhooks", request);
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists the webhooks of the project, without their secrets.")
    int list(@Mixin ServiceOptions service) {
        try (RemoteClient client = service.client()) {
            return new Answer(spec(), service).page(client.get("/v1/webhooks"), WEBHOOKS);
        }
    }

    @Command(
            name = "delete",
            mixinStandardHelpOptions = true,
            description = "Deletes a webhook, with what was sent to it and what was to be.")
    int delete(@Mixin ServiceOptions service, @Parameters(paramLabel = "WEBHOOK", description = WHICH) String id) {
        try (RemoteClient client = service.client()) {
            JsonNode answer = client.delete("/v1/webhooks/" + webhook(id));
            return new Answer(spec(), service).line(answer, Answer.text(answer, "url"), "deleted");
        }
    }

    @Command(
            name = "rotate",
            mixinStandardHelpOptions = true,
            description = {
                "Signs what is sent to a webhook with another secret, which is printed once.",
                "With the one before it is signed as well, so that the receiver can be given the new one meanwhile."
            })
    int rotate(
            @Mixin ServiceOptions service,
            @Parameters(paramLabel = "WEBHOOK", description = WHICH) String id,
            @Option(
                            names = "--overlap",
                            paramLabel = "HOURS",
                            description =
                                    "Hours for which the one before is good; until the next rotation by default, 0 ends it at once.")
                    Integer hours) {
        return told(service, path(id, "secrets"), hours == null ? Map.of() : Map.of("overlapHours", hours));
    }

    @Command(
            name = "deliveries",
            mixinStandardHelpOptions = true,
            description = "Lists what was sent to a webhook and what is to be, and why what failed did.")
    int deliveries(
            @Mixin ServiceOptions service,
            @Parameters(paramLabel = "WEBHOOK", description = WHICH) String id,
            @Mixin ListLimit limit) {
        try (RemoteClient client = service.client()) {
            JsonNode page = Page.of(client, path(id, "deliveries"), limit.items(), Map.of());
            return new Answer(spec(), service).page(page, DELIVERIES);
        }
    }

    @Command(
            name = "resend",
            mixinStandardHelpOptions = true,
            description = "Sends the event of a delivery once more, as a delivery of its own.")
    int resend(
            @Mixin ServiceOptions service,
            @Parameters(paramLabel = "WEBHOOK", description = WHICH) String id,
            @Parameters(paramLabel = "DELIVERY", description = "Its id, as 'webhook deliveries' has it.")
                    String delivery) {
        return filed(service, path(id, "deliveries/%s/resend".formatted(Ids.of("delivery", delivery))));
    }

    @Command(
            name = "ping",
            mixinStandardHelpOptions = true,
            description = "Sends a webhook an event that means nothing; 'webhook deliveries' says whether it arrived.")
    int ping(@Mixin ServiceOptions service, @Parameters(paramLabel = "WEBHOOK", description = WHICH) String id) {
        return filed(service, path(id, "test"));
    }

    private int told(ServiceOptions service, String path, Map<String, Object> request) {
        try (RemoteClient client = service.client()) {
            JsonNode answer = client.post(path, request);
            return new Answer(spec(), service).line(answer, Answer.text(answer, "id"), Answer.text(answer, "secret"));
        }
    }

    private int filed(ServiceOptions service, String path) {
        try (RemoteClient client = service.client()) {
            JsonNode answer = client.post(path, null);
            return new Answer(spec(), service).line(answer, "delivery", Answer.text(answer, "id"));
        }
    }

    private static String path(String id, String rest) {
        return "/v1/webhooks/%s/%s".formatted(webhook(id), rest);
    }

    private static String webhook(String id) {
        return Ids.of("webhook", id);
    }

    private static String events(JsonNode item) {
        return item.path("events").valueStream().map(JsonNode::asText).collect(Collectors.joining(" "));
    }
}
