package dev.narrowgauge.cli.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.cli.output.Screen;
import dev.narrowgauge.cli.output.TextTable;
import dev.narrowgauge.cli.remote.RemoteClient;
import dev.narrowgauge.domain.error.ExitCode;
import dev.narrowgauge.domain.gate.Verdict;
import dev.narrowgauge.domain.profile.SpeedReasons;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code narrowgauge run why}. */
@Command(
        name = "why",
        mixinStandardHelpOptions = true,
        description = "Says why the variants of a run are fast or slow on the nodes that measured them, or why what was"
                + " measured is INVALID.")
public final class RunWhyCommand implements Callable<Integer> {
    /** The service keeps more; {@code --json} shows them. */
    private static final int PARTS = 8;

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
            JsonNode measurements = client.get("/v1/runs/%s/measurements".formatted(id));
            if (service.json()) {
                return new Answer(spec, service).document(measurements);
            }
            Screen screen = Screen.of(spec);
            InvalidRows invalid = InvalidRows.of(client, id);
            if (!invalid.ofRun().isEmpty()) {
                screen.line("verdict", Verdict.INVALID.name());
                invalid.ofRun().forEach(screen::text);
                screen.blank();
            }
            measurements
                    .path("items")
                    .valueStream()
                    .forEach(measurement -> show(screen, measurement, invalid.of(measurement)));
            return ExitCode.OK.status();
        }
    }

    /** @param faults why it is INVALID; then its times explain nothing */
    private static void show(Screen screen, JsonNode measurement, List<String> faults) {
        screen.line(
                "variant",
                "%s on %s (%s)"
                        .formatted(
                                Answer.text(measurement, "variantId"),
                                Answer.text(measurement.path("device"), "node"),
                                Answer.text(measurement.path("device"), "deviceClass")));
        if (!faults.isEmpty()) {
            faults.forEach(fault -> screen.text(Verdict.INVALID.name() + ": " + fault));
            screen.blank();
            return;
        }
        JsonNode insight = measurement.path("insight");
        if (!insight.isObject()) {
            screen.text("Nobody profiled it there.");
            screen.blank();
            return;
        }
        insight.path("reasons").valueStream().map(JsonNode::asText).forEach(screen::text);
        TextTable table = new TextTable("part of the model", "baseline", "time", "variant", "time");
        insight.path("parts")
                .valueStream()
                .limit(PARTS)
                .map(RunWhyCommand::cells)
                .forEach(table::add);
        screen.blank();
        screen.table(table);
        screen.blank();
    }

    private static String[] cells(JsonNode part) {
        return new String[] {
            Answer.text(part, "name"),
            Answer.text(part.path("baseline"), "operator"),
            time(part.path("baseline")),
            Answer.text(part.path("variant"), "operator"),
            time(part.path("variant"))
        };
    }

    private static String time(JsonNode kernel) {
        return kernel.isObject() ? SpeedReasons.micros(kernel.path("micros").asDouble()) : "-";
    }
}
