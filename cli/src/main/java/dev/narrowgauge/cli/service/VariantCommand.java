package dev.narrowgauge.cli.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.cli.CommandGroup;
import dev.narrowgauge.cli.output.OutputFile;
import dev.narrowgauge.cli.remote.RemoteClient;
import dev.narrowgauge.domain.decision.Numbers;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code narrowgauge variant}. */
@Command(
        name = "variant",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Works with the variants that runs of a service made.")
public final class VariantCommand extends CommandGroup {
    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the variants of a run.")
    int list(@Mixin ServiceOptions service, @Parameters(paramLabel = "RUN", description = "The run's id.") String run) {
        try (RemoteClient client = service.client()) {
            return new Answer(spec(), service)
                    .page(
                            client.get("/v1/runs/%s/variants".formatted(Ids.of("run", run))),
                            new String[] {"id", "precision", "recipe", "size", "created"},
                            VariantCommand::cells);
        }
    }

    @Command(name = "pull", mixinStandardHelpOptions = true, description = "Downloads a variant.")
    int pull(
            @Mixin ServiceOptions service,
            @Parameters(paramLabel = "VARIANT", description = "Its id.") String variant,
            @Option(
                            names = {"-o", "--output"},
                            paramLabel = "FILE",
                            description = "Where to write it; the id with .onnx by default.")
                    Path output) {
        String id = Ids.of("variant", variant);
        OutputFile file = OutputFile.checked(output == null ? Path.of(id + ".onnx") : output);
        try (RemoteClient client = service.client()) {
            JsonNode found = client.variant(id);
            client.download("/v1/variants/%s/content".formatted(id), file);
            return new Answer(spec(), service).line(found, "wrote", file.path().toString());
        }
    }

    private static String[] cells(JsonNode item) {
        return new String[] {
            Answer.text(item, "id"),
            Answer.text(item, "precision"),
            Answer.text(item.path("recipe"), "name"),
            Numbers.bytes(item.path("sizeBytes").asLong()),
            Answer.time(item, "createdAt")
        };
    }
}
