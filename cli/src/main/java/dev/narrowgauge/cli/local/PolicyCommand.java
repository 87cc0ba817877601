package dev.narrowgauge.cli.local;

import dev.narrowgauge.cli.CommandGroup;
import dev.narrowgauge.cli.output.JsonFile;
import dev.narrowgauge.domain.error.ExitCode;
import dev.narrowgauge.domain.gate.PolicySchema;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What there is to know about policies before one judges. */
@Command(
        name = "policy",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Checks the policies that variants are judged by, or prints the JSON schema of policies.")
public final class PolicyCommand extends CommandGroup {
    @Command(
            name = "validate",
            mixinStandardHelpOptions = true,
            description = "Says what is wrong with policies, all at once; needs no service.")
    int validate(@Mixin FilesToCheck files) {
        return files.check(spec().commandLine().getOut(), PolicyFile::read);
    }

    /** What an editor or a CI job checks policies with. */
    @Command(name = "schema", mixinStandardHelpOptions = true, description = "Prints the JSON schema of policies.")
    int schema() {
        spec().commandLine().getOut().print(JsonFile.lines(PolicySchema.document()));
        return ExitCode.OK.status();
    }
}
