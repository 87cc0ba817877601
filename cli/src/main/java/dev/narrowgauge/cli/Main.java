package dev.narrowgauge.cli;

import dev.narrowgauge.cli.demo.DemoCommand;
import dev.narrowgauge.cli.error.ErrorReport;
import dev.narrowgauge.cli.local.BenchmarkCommand;
import dev.narrowgauge.cli.local.EvaluateCommand;
import dev.narrowgauge.cli.local.QuantizeCommand;
import dev.narrowgauge.cli.local.RecipeCommand;
import dev.narrowgauge.cli.local.StatisticsCommand;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line: what a person or a CI job types. */
@Command(
        name = "narrowgauge",
        description = "Quantizes ONNX models, measures what that did to speed and accuracy, and says whether to ship.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        footerHeading = "%nAlso, by the script that starts this:%n",
        footer = {
            "  up         Runs everything in one process until Ctrl-C; the data survives.",
            "  test       Runs every test."
        },
        version = "narrowgauge 0.1.0")
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** One instance per call: picocli keeps the parsed values in the command objects. */
    static CommandLine commandLine() {
        CommandLine main = new CommandLine(new Main());
        commands().forEach(main::addSubcommand);
        ErrorReport report = new ErrorReport();
        main.setParameterExceptionHandler(report);
        main.setExecutionExceptionHandler(report);
        main.setCaseInsensitiveEnumValuesAllowed(true);
        main.setUsageHelpAutoWidth(true);
        return main;
    }

    /** Every subcommand, in the order in which the help lists them. */
    private static List<Object> commands() {
        return List.of(
                new DemoCommand(),
                new QuantizeCommand(),
                new EvaluateCommand(),
                new BenchmarkCommand(),
                new RecipeCommand(),
                new StatisticsCommand());
    }
}
