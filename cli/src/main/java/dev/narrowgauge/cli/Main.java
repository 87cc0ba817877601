package dev.narrowgauge.cli;

import dev.narrowgauge.cli.demo.DemoCommand;
import dev.narrowgauge.cli.error.ErrorReport;
import dev.narrowgauge.cli.local.BenchmarkCommand;
import dev.narrowgauge.cli.local.EvaluateCommand;
import dev.narrowgauge.cli.local.QuantizeCommand;
import dev.narrowgauge.cli.local.RecipeCommand;
import dev.narrowgauge.cli.local.StatisticsCommand;
import dev.narrowgauge.cli.reduce.ReduceCommand;
import dev.narrowgauge.domain.error.ExitCode;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The command line: what a person or a CI job types. */
@Command(
        name = "narrowgauge",
        description = "Quantizes ONNX models, measures what that did to speed and accuracy, and says whether to ship.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        footerHeading = "%nAlso, by the script that starts this:%n",
        footer = {
            "  up         Runs everything in one process until Ctrl-C; the data survives.",
            "  test       Runs every test.",
            "  check      Runs a long suite and writes down what it showed."
        },
        version = "narrowgauge 0.1.0")
public final class Main extends CommandGroup {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(status(arguments));
    }

    /** Also of what no command may catch: left to the JVM it would end with the status of a verdict. */
    private static int status(String... arguments) {
        CommandLine main = commandLine();
        try {
            return main.execute(arguments);
        } catch (Error defect) {
            return ErrorReport.ofDefect(defect, main.getErr());
        }
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
        listExitCodes(main);
        return main;
    }

    private static void listExitCodes(CommandLine command) {
        UsageMessageSpec usage = command.getCommandSpec().usageMessage();
        usage.exitCodeListHeading("%nExit status:%n");
        usage.exitCodeList(ExitCode.meanings());
        command.getSubcommands().values().forEach(Main::listExitCodes);
    }

    /** Every subcommand, in the order in which the help lists them. */
    private static List<Object> commands() {
        return List.of(
                new DemoCommand(),
                new QuantizeCommand(),
                new EvaluateCommand(),
                new BenchmarkCommand(),
                new ReduceCommand(),
                new RecipeCommand(),
                new StatisticsCommand());
    }
}
