package dev.narrowgauge.cli;

import dev.narrowgauge.domain.error.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that only has subcommands: called without one it lists them, and does not say that something was done. */
public abstract class CommandGroup implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    protected CommandGroup() {}

    @Override
    public final Integer call() {
        spec.commandLine().usage(spec.commandLine().getOut());
        return ExitCode.BAD_INPUT.status();
    }

    protected final CommandSpec spec() {
        return spec;
    }
}
