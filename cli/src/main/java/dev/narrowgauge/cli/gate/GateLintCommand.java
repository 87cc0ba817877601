package dev.narrowgauge.cli.gate;

import dev.narrowgauge.cli.local.FilesToCheck;
import dev.narrowgauge.cli.local.PolicyFile;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code narrowgauge gate lint}. */
@Command(
        name = "lint",
        mixinStandardHelpOptions = true,
        description = "Says what is wrong with policies, all at once, as 'policy validate' does; needs no service.")
public final class GateLintCommand implements Callable<Integer> {
    @Mixin
    private FilesToCheck files;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        return files.check(spec.commandLine().getOut(), PolicyFile::read);
    }
}
