package dev.narrowgauge.cli.service;

import dev.narrowgauge.cli.CommandGroup;
import dev.narrowgauge.cli.remote.Content;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code narrowgauge model}. */
@Command(
        name = "model",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Works with the models of a service.")
public final class ModelCommand extends CommandGroup {
    @Command(
            name = "push",
            mixinStandardHelpOptions = true,
            description =
                    "Uploads an ONNX file, or a zip of one with its external data, where the service does not have it yet, and prints its id.")
    int push(
            @Mixin ServiceOptions service,
            @Parameters(paramLabel = "FILE", description = "The file to upload.") Path file,
            @Option(names = "--name", paramLabel = "NAME", description = "A name to find it by; the file's by default.")
                    String name) {
        return new ContentCalls(Content.MODEL, spec(), service).push(file, name);
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists models, newest first.")
    int list(@Mixin ServiceOptions service, @Mixin ContentFilter filter) {
        return new ContentCalls(Content.MODEL, spec(), service).list(filter);
    }

    @Command(name = "delete", mixinStandardHelpOptions = true, description = "Deletes models that no run is about.")
    int delete(
            @Mixin ServiceOptions service,
            @Parameters(paramLabel = "MODEL", arity = "1..*", description = "Their ids, as 'model list' shows them.")
                    List<String> ids) {
        return new ContentCalls(Content.MODEL, spec(), service).delete(ids);
    }
}
