package dev.narrowgauge.cli.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.cli.CommandGroup;
import dev.narrowgauge.cli.remote.Content;
import dev.narrowgauge.cli.remote.RemoteClient;
import dev.narrowgauge.cli.service.ContentPush.Pushed;
import dev.narrowgauge.domain.decision.Numbers;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code narrowgauge dataset}. */
@Command(
        name = "dataset",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Samples with their labels of a service.")
public final class DatasetCommand extends CommandGroup {
    @Command(
            name = "push",
            mixinStandardHelpOptions = true,
            description =
                    "Uploads samples, an npz or a zip of test data, where the service does not have it yet, and prints its id.")
    int push(
            @Mixin ServiceOptions service,
            @Parameters(paramLabel = "FILE", description = "What to upload.") Path file,
            @Option(names = "--name", paramLabel = "NAME", description = "To find it by; the file's by default.")
                    String name) {
        try (RemoteClient client = service.client()) {
            Pushed pushed = new ContentPush(client, spec().commandLine().getErr()).push(Content.DATASET, file, name);
            return new Answer(spec(), service).line(pushed.content(), "dataset", pushed.text());
        }
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists datasets, newest first.")
    int list(
            @Mixin ServiceOptions service,
            @Option(names = "--name", paramLabel = "NAME", description = "Only those of that name.") String name,
            @Option(names = "--text", paramLabel = "TEXT", description = "Only those with that in a name or the id.")
                    String text,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            defaultValue = Page.DEFAULT_LIMIT,
                            description = "At most so many; " + Page.DEFAULT_LIMIT + " by default.")
                    int limit) {
        try (RemoteClient client = service.client()) {
            JsonNode page = Page.of(
                    client,
                    Content.DATASET.path(),
                    limit,
                    Map.of("name", Page.optional(name), "text", Page.optional(text)));
            return new Answer(spec(), service)
                    .page(page, new String[] {"id", "name", "size", "created"}, DatasetCommand::cells);
        }
    }

    private static String[] cells(JsonNode item) {
        return new String[] {
            Answer.text(item, "id"),
            Answer.text(item, "name"),
            Numbers.bytes(item.path("sizeBytes").asLong()),
            Answer.time(item, "createdAt")
        };
    }
}
