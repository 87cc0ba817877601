package dev.narrowgauge.cli.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.cli.CommandGroup;
import dev.narrowgauge.cli.remote.RemoteClient;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code narrowgauge project}. */
@Command(
        name = "project",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Makes and deletes projects, each of which keeps what it has to itself.")
public final class ProjectCommand extends CommandGroup {
    private static final String[] HEADER = {"project", "made"};

    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            description = {
                "Makes a project.",
                "Commands choose it with --project, or with a key that is good for it alone: narrowgauge key create NAME --for PROJECT."
            })
    int create(
            @Mixin ServiceOptions service,
            @Parameters(paramLabel = "NAME", description = "Small letters, digits and hyphens.") String name) {
        try (RemoteClient client = service.client()) {
            JsonNode answer = client.post("/v1/projects", Map.of("name", name));
            return new Answer(spec(), service).line(answer, "project", Answer.text(answer, "name"));
        }
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists the projects that your key may enter.")
    int list(@Mixin ServiceOptions service) {
        try (RemoteClient client = service.client()) {
            return new Answer(spec(), service).page(client.get("/v1/projects"), HEADER, item ->
                    new String[] {Answer.text(item, "name"), Answer.time(item, "createdAt")});
        }
    }

    @Command(
            name = "delete",
            mixinStandardHelpOptions = true,
            description = "Deletes a project with its uploads, runs and keys. Nobody enters it from then on.")
    int delete(
            @Mixin ServiceOptions service,
            @Parameters(paramLabel = "NAME", description = "Name of the project, as 'project list' shows it.")
                    String name) {
        try (RemoteClient client = service.client()) {
            JsonNode answer = client.post("/v1/projects/%s/delete".formatted(Ids.inPath(name)), null);
            return new Answer(spec(), service).line(answer, Answer.text(answer, "name"), "to be deleted");
        }
    }
}
