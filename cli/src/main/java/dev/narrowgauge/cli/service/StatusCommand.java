package dev.narrowgauge.cli.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.cli.output.Screen;
import dev.narrowgauge.cli.output.Screen.Tone;
import dev.narrowgauge.cli.output.TextTable;
import dev.narrowgauge.cli.remote.RemoteClient;
import dev.narrowgauge.domain.error.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code narrowgauge status}. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Says whether a service takes work, and which nodes measure for it.")
public final class StatusCommand implements Callable<Integer> {
    @Mixin
    private ServiceOptions service;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        try (RemoteClient client = service.client()) {
            JsonNode health = client.health();
            boolean ready = health.path("status").asText().equals("UP");
            ExitCode status = ready ? ExitCode.OK : ExitCode.UNREACHABLE;
            if (service.json()) {
                new Answer(spec, service).document(health);
                return status.status();
            }
            Screen screen = Screen.of(spec);
            screen.headline(
                    ready ? Tone.GOOD : Tone.BAD,
                    ready ? "READY" : "NOT READY",
                    ready ? "The service takes work." : "The service answers but takes no work.");
            health.path("checks").valueStream().forEach(check -> check(screen, check));
            if (ready) {
                TextTable nodes = new TextTable(NodeCommand.HEADER);
                client.get("/v1/nodes")
                        .path("items")
                        .valueStream()
                        .map(NodeCommand::cells)
                        .forEach(nodes::add);
                screen.table(nodes);
            }
            return status.status();
        }
    }

    private static void check(Screen screen, JsonNode check) {
        String why = check.path("data").valueStream().map(JsonNode::asText).reduce("", (all, next) -> all + " " + next);
        screen.line(
                check.path("status").asText().equals("UP") ? "up" : "down",
                check.path("name").asText() + why);
    }
}
