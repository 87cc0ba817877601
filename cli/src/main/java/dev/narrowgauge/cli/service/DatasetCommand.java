package dev.narrowgauge.cli.service;

import dev.narrowgauge.cli.CommandGroup;
import dev.narrowgauge.cli.remote.Content;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code narrowgauge dataset}. */
@Command(
        name = "dataset",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Works with the datasets of a service.")
public final class DatasetCommand extends CommandGroup {
    @Command(
            name = "push",
            mixinStandardHelpOptions = true,
            description =
                    "Uploads samples, an npz or a zip of test data, where the service does not have it yet, and prints its id.")
    int push(
            @Mixin ServiceOptions service,
            @Parameters(paramLabel = "FILE", description = "The file to upload.") Path file,
            @Option(names = "--name", paramLabel = "NAME", description = "A name to find it by; the file's by default.")
                    String name) {
        return new ContentCalls(Content.DATASET, spec(), service).push(file, name);
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists datasets, newest first.")
    int list(@Mixin ServiceOptions service, @Mixin ContentFilter filter) {
        return new ContentCalls(Content.DATASET, spec(), service).list(filter);
    }

    @Command(name = "delete", mixinStandardHelpOptions = true, description = "Deletes datasets that no run is about.")
    int delete(
            @Mixin ServiceOptions service,
            @Parameters(
                            paramLabel = "DATASET",
                            arity = "1..*",
                            description = "Their ids, as 'dataset list' shows them.")
                    List<String> ids) {
        return new ContentCalls(Content.DATASET, spec(), service).delete(ids);
    }
}
