package dev.narrowgauge.cli.local;

import dev.narrowgauge.cli.CommandGroup;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What there is to know about policies before one judges. */
@Command(
        name = "policy",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Checks the policies that variants are judged by.")
public final class PolicyCommand extends CommandGroup {
    @Command(
            name = "validate",
            mixinStandardHelpOptions = true,
            description = "Says what is wrong with policies, all at once; needs no service.")
    int validate(
            @Parameters(paramLabel = "POLICY.yaml", arity = "1..*", description = "The files.") List<Path> files,
            @Option(names = "--json", description = "As JSON, for programs.") boolean json) {
        return FileCheck.all(spec().commandLine().getOut(), files, PolicyFile::read, json);
    }
}
