package dev.narrowgauge.cli;

import dev.narrowgauge.domain.error.ExitCode;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code narrowgauge completion}. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = {
            "Prints a script that completes commands and options in bash and zsh.",
            "To have it now: source <(narrowgauge completion)"
        })
public final class CompletionCommand implements Callable<Integer> {
    private final Supplier<CommandLine> everything;

    @Spec
    private CommandSpec spec;

    /** @param everything the command line with all commands */
    public CompletionCommand(Supplier<CommandLine> everything) {
        this.everything = everything;
    }

    @Override
    public Integer call() {
        spec.commandLine().getOut().println(AutoComplete.bash("narrowgauge", everything.get()));
        spec.commandLine().getOut().flush();
        return ExitCode.OK.status();
    }
}
