package dev.narrowgauge.cli.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.cli.CommandGroup;
import dev.narrowgauge.cli.output.OutputFile;
import dev.narrowgauge.cli.remote.RemoteClient;
import dev.narrowgauge.domain.decision.Numbers;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.util.Optional;
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
                    Path output,
            @Option(
                            names = "--signature",
                            description =
                                    "Also writes the service's signature by OpenSSF Model Signing beside it, as FILE.sig. The reference implementation has verified none yet.")
                    boolean signature) {
        String id = Ids.of("variant", variant);
        OutputFile file = OutputFile.checked(output == null ? Path.of(id + ".onnx") : output);
        Optional<OutputFile> bundle =
                signature ? Optional.of(OutputFile.checked(Path.of(file.path() + ".sig"))) : Optional.empty();
        try (RemoteClient client = service.client()) {
            JsonNode found = client.variant(id);
            client.download("/v1/variants/%s/content".formatted(id), file);
            bundle.ifPresent(beside -> client.download(
                    "/v1/variants/%s/signature?file=%s"
                            .formatted(id, encoded(file.path().getFileName().toString())),
                    beside));
            String wrote = bundle.map(beside -> "%s and %s (unverified by the reference implementation)"
                            .formatted(file.path(), beside.path()))
                    .orElse(file.path().toString());
            return new Answer(spec(), service).line(found, "wrote", wrote);
        }
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, UTF_8).replace("+", "%20");
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
