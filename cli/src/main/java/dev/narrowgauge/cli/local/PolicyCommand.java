package dev.narrowgauge.cli.local;

import dev.narrowgauge.cli.CommandGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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
    int validate(@Mixin FilesToCheck files) {
        return files.check(spec().commandLine().getOut(), PolicyFile::read);
    }
}
