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

/** {@code narrowgauge model}. */
@Command(
        name = "model",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Models of a service.")
public final class ModelCommand extends CommandGroup {
    @Command(
            name = "push",
            mixinStandardHelpOptions = true,
            description =
                    "Uploads an ONNX file, or a zip of one with its external data, where the service does not have it yet, and prints its id.")
    int push(
            @Mixin ServiceOptions service,
            @Parameters(paramLabel = "FILE", description = "What to upload.") Path file,
            @Option(names = "--name", paramLabel = "NAME", description = "To find it by; the file's by default.")
                    String name) {
        try (RemoteClient client = service.client()) {
            Pushed pushed = new ContentPush(client, spec().commandLine().getErr()).push(Content.MODEL, file, name);
            return new Answer(spec(), service).line(pushed.content(), "model", pushed.text());
        }
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists models, newest first.")
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
                    Content.MODEL.path(),
                    limit,
                    Map.of("name", Page.optional(name), "text", Page.optional(text)));
            return new Answer(spec(), service)
                    .page(page, new String[] {"id", "name", "size", "created"}, ModelCommand::cells);
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
