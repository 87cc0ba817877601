package dev.narrowgauge.cli.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.narrowgauge.cli.output.Screen;
import dev.narrowgauge.cli.output.Screen.Tone;
import dev.narrowgauge.cli.output.TextTable;
import dev.narrowgauge.cli.remote.RemoteClient;
import dev.narrowgauge.domain.error.ExitCode;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code narrowgauge status}. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Says whether a service takes work, who is there, what waits, and for what.")
public final class StatusCommand implements Callable<Integer> {
    private static final String[] ROLES = {"role", "state", "version", "since", "seen", "process"};
    private static final String[] QUEUES = {"queue", "waiting", "at work", "oldest"};

    @Mixin
    private ServiceOptions service;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        try (RemoteClient client = service.client()) {
            JsonNode health = client.health();
            boolean ready = health.path("status").asText().equals("UP");
            ExitCode exit = ready ? ExitCode.OK : ExitCode.UNREACHABLE;
            if (service.json()) {
                new Answer(spec, service).document(ready ? joined(health, client.get("/v1/status")) : health);
                return exit.status();
            }
            Screen screen = Screen.of(spec);
            screen.headline(
                    ready ? Tone.GOOD : Tone.BAD,
                    ready ? "READY" : "NOT READY",
                    ready ? "The service takes work." : "The service answers but takes no work.");
            health.path("checks").valueStream().forEach(check -> check(screen, check));
            if (ready) {
                show(screen, client.get("/v1/status"), client.get("/v1/nodes"));
            }
            return exit.status();
        }
    }

    /** The service's health, and what it says beyond that, which has other names. */
    private static JsonNode joined(JsonNode health, JsonNode status) {
        ObjectNode document = health.deepCopy();
        status.propertyStream().forEach(member -> document.set(member.getKey(), member.getValue()));
        return document;
    }

    private static void show(Screen screen, JsonNode status, JsonNode nodes) {
        status.path("waits").valueStream().forEach(wait -> screen.line("waits", Answer.text(wait, "sentence")));
        table(screen, ROLES, status.path("roles"), StatusCommand::role);
        table(screen, QUEUES, status.path("queues"), StatusCommand::queue);
        table(screen, ProjectRow.HEADER, status.path("projects"), ProjectRow::cells);
        table(screen, NodeCommand.HEADER, nodes.path("items"), NodeCommand::cells);
    }

    /** One without rows says nothing. */
    private static void table(Screen screen, String[] header, JsonNode items, Function<JsonNode, String[]> cells) {
        if (items.isEmpty()) {
            return;
        }
        TextTable table = new TextTable(header);
        items.valueStream().map(cells).forEach(table::add);
        screen.blank();
        screen.table(table);
    }

    private static String[] role(JsonNode item) {
        String live = item.hasNonNull("paused") ? "paused" : "live";
        return new String[] {
            Answer.text(item, "role"),
            item.path("live").asBoolean() ? live : "not seen",
            Answer.text(item, "version"),
            Answer.time(item, "startedAt"),
            Answer.time(item, "lastSeenAt"),
            Answer.text(item, "process")
        };
    }

    private static String[] queue(JsonNode item) {
        String kind = item.path("kind").asText().equals("QUANTIZE") ? "quantize" : "benchmark";
        return new String[] {
            item.hasNonNull("deviceClass")
                    ? kind + " " + item.path("deviceClass").asText()
                    : kind,
            Answer.text(item, "queued"),
            Answer.text(item, "running"),
            item.hasNonNull("oldestSeconds") ? age(item.path("oldestSeconds").asLong()) : "-"
        };
    }

    private static String age(long seconds) {
        Duration age = Duration.ofSeconds(seconds);
        return age.toHours() > 0
                ? "%d h %02d min".formatted(age.toHours(), age.toMinutesPart())
                : age.toMinutes() > 0
                        ? "%d min %02d s".formatted(age.toMinutes(), age.toSecondsPart())
                        : "%d s".formatted(seconds);
    }

    private static void check(Screen screen, JsonNode check) {
        String why = check.path("data").valueStream().map(JsonNode::asText).reduce("", (all, next) -> all + " " + next);
        screen.line(
                check.path("status").asText().equals("UP") ? "up" : "down",
                check.path("name").asText() + why);
    }
}
