package dev.narrowgauge.cli.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.cli.CommandGroup;
import dev.narrowgauge.cli.output.Screen;
import dev.narrowgauge.cli.output.TextTable;
import dev.narrowgauge.cli.remote.RemoteClient;
import dev.narrowgauge.domain.error.ExitCode;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code narrowgauge quota}. */
@Command(
        name = "quota",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Says how much a project may have; 'status' shows that, and what it has.")
public final class QuotaCommand extends CommandGroup {
    @Command(
            name = "set",
            mixinStandardHelpOptions = true,
            description = {
                "Sets how much a project may have, in the place of what was set before. What is left out is without limit.",
                "Whoever asks for more is told to come back (429). What is there already stays."
            })
    int set(
            @Mixin ServiceOptions service,
            @Parameters(paramLabel = "PROJECT", description = "The project, such as 'default'.") String project,
            @Option(
                            names = "--weight",
                            paramLabel = "N",
                            description = "How many jobs of a queue it takes in a turn, 1 to 100; 1 by default.")
                    Integer weight,
            @Option(names = "--queued-runs", paramLabel = "N", description = "Runs that may wait.") Long queuedRuns,
            @Option(
                            names = "--open-runs",
                            paramLabel = "N",
                            description = "Runs that may be open, those that wait among them.")
                    Long openRuns,
            @Option(
                            names = "--stored-bytes",
                            paramLabel = "N",
                            description = "Bytes of models, datasets and variants that may be stored.")
                    Long storedBytes,
            @Option(
                            names = "--device-minutes",
                            paramLabel = "N",
                            description = "Minutes of benchmark jobs that may end on one day of UTC.")
                    Long deviceMinutes) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("weight", weight);
        request.put("queuedRuns", queuedRuns);
        request.put("openRuns", openRuns);
        request.put("storedBytes", storedBytes);
        request.put("deviceMinutes", deviceMinutes);
        request.values().removeIf(value -> value == null);
        try (RemoteClient client = service.client()) {
            JsonNode answer = client.post("/v1/quotas/" + Ids.inPath(project), request);
            if (service.json()) {
                return new Answer(spec(), service).document(answer);
            }
            TextTable table = new TextTable(ProjectRow.HEADER);
            table.add(ProjectRow.cells(answer));
            Screen.of(spec()).table(table);
            return ExitCode.OK.status();
        }
    }
}
