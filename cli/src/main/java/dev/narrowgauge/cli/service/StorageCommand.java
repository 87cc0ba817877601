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
import picocli.CommandLine.Spec;

/** {@code narrowgauge storage}. */
@Command(
        name = "storage",
        mixinStandardHelpOptions = true,
        description = {
            "Says what takes how much, by project and kind, and for how long it is kept.",
            "Models, datasets and variants are files of the store; reports, measurements, events, verdicts and histories are in the database."
        })
public final class StorageCommand implements Callable<Integer> {
    private static final String[] HEADER = {"project", "kind", "items", "size"};

    @Mixin
    private ServiceOptions service;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        try (RemoteClient client = service.client()) {
            JsonNode storage = client.get("/v1/storage");
            if (service.json()) {
                return new Answer(spec, service).document(storage);
            }
            TextTable table = new TextTable(HEADER);
            storage.path("projects").valueStream().forEach(project -> add(table, project));
            Screen screen = Screen.of(spec);
            screen.table(table);
            screen.blank();
            storage.path("projects")
                    .valueStream()
                    .forEach(project -> screen.line(
                            Answer.text(project, "project"), RetentionCommand.text(project.path("retention"))));
            if (storage.hasNonNull("unreferenced")) {
                screen.line("unreferenced", unreferenced(storage.path("unreferenced")));
            }
            return ExitCode.OK.status();
        }
    }

    private static void add(TextTable table, JsonNode project) {
        project.path("kinds")
                .valueStream()
                .forEach(kind -> table.add(
                        Answer.text(project, "project"),
                        Answer.text(kind, "kind"),
                        Answer.text(kind, "items"),
                        Numbers.bytes(kind.path("bytes").asLong())));
    }

    private static String unreferenced(JsonNode content) {
        String items = Answer.text(content, "items");
        return content.hasNonNull("oldest")
                ? "%s contents that nothing refers to, the first since %s"
                        .formatted(items, Answer.time(content, "oldest"))
                : "no content that nothing refers to is known";
    }
}
