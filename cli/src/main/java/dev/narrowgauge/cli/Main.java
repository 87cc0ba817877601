package dev.narrowgauge.cli;

import dev.narrowgauge.cli.demo.DemoCommand;
import dev.narrowgauge.cli.error.ErrorReport;
import dev.narrowgauge.cli.gate.GateCommand;
import dev.narrowgauge.cli.local.BenchmarkCommand;
import dev.narrowgauge.cli.local.DeterminismCommand;
import dev.narrowgauge.cli.local.EngineCommand;
import dev.narrowgauge.cli.local.EvaluateCommand;
import dev.narrowgauge.cli.local.LocalEngine;
import dev.narrowgauge.cli.local.PolicyCommand;
import dev.narrowgauge.cli.local.ProfileCommand;
import dev.narrowgauge.cli.local.QuantizeCommand;
import dev.narrowgauge.cli.local.RecipeCommand;
import dev.narrowgauge.cli.local.RerunCommand;
import dev.narrowgauge.cli.local.RooflineCommand;
import dev.narrowgauge.cli.local.ScenarioCommand;
import dev.narrowgauge.cli.local.StatisticsCommand;
import dev.narrowgauge.cli.recheck.RecheckCommand;
import dev.narrowgauge.cli.reduce.ReduceCommand;
import dev.narrowgauge.cli.service.AdminCommand;
import dev.narrowgauge.cli.service.AuditCommand;
import dev.narrowgauge.cli.service.DatasetCommand;
import dev.narrowgauge.cli.service.HistoryCommand;
import dev.narrowgauge.cli.service.KeyCommand;
import dev.narrowgauge.cli.service.LoginCommand;
import dev.narrowgauge.cli.service.LogoutCommand;
import dev.narrowgauge.cli.service.ModelCommand;
import dev.narrowgauge.cli.service.NodeCommand;
import dev.narrowgauge.cli.service.ProjectCommand;
import dev.narrowgauge.cli.service.QuotaCommand;
import dev.narrowgauge.cli.service.ReleaseCommand;
import dev.narrowgauge.cli.service.RetentionCommand;
import dev.narrowgauge.cli.service.RunCommand;
import dev.narrowgauge.cli.service.StatusCommand;
import dev.narrowgauge.cli.service.StorageCommand;
import dev.narrowgauge.cli.service.VariantCommand;
import dev.narrowgauge.cli.service.WebhookCommand;
import dev.narrowgauge.cli.verify.VerifyCommand;
import dev.narrowgauge.domain.error.ExitCode;
import dev.narrowgauge.domain.process.ProgramLanguage;
import dev.narrowgauge.engine.client.Engine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
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
    private static final Map<String, Function<Supplier<Engine>, Object>> COMMANDS = all();

    private Main() {}

    public static void main(String[] arguments) {
        ProgramLanguage.fix();
        System.exit(status(arguments));
    }

    /** Also of what no command may catch: left to the JVM it would end with the status of a verdict. */
    private static int status(String... arguments) {
        try (LocalEngine engine = LocalEngine.of(List.of(arguments))) {
            CommandLine main = commandLine(commands(engine, arguments));
            try {
                return main.execute(arguments);
            } catch (Error defect) {
                return ErrorReport.ofDefect(defect, main.getErr());
            }
        }
    }

    /** One instance per call: picocli keeps the parsed values in the command objects. */
    static CommandLine commandLine() {
        return commandLine(COMMANDS.values().stream()
                .map(command -> command.apply(Engine::installed))
                .toList());
    }

    private static CommandLine commandLine(List<Object> commands) {
        CommandLine main = new CommandLine(new Main());
        commands.forEach(main::addSubcommand);
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

    /** Describing a command to picocli takes time, and all of them are needed for help and suggestions alone. */
    private static List<Object> commands(LocalEngine engine, String... arguments) {
        Optional<Function<Supplier<Engine>, Object>> named =
                Arrays.stream(arguments).findFirst().map(COMMANDS::get);
        return named.map(List::of).orElseGet(() -> new ArrayList<>(COMMANDS.values())).stream()
                .map(command -> command.apply(engine))
                .toList();
    }

    /** Every subcommand, in the order in which the help lists them. */
    private static Map<String, Function<Supplier<Engine>, Object>> all() {
        Map<String, Function<Supplier<Engine>, Object>> commands = new LinkedHashMap<>();
        commands.put("demo", engine -> new DemoCommand());
        commands.put("quantize", QuantizeCommand::new);
        commands.put("evaluate", EvaluateCommand::new);
        commands.put("benchmark", engine -> new BenchmarkCommand());
        commands.put("scenario", engine -> new ScenarioCommand());
        commands.put("determinism", DeterminismCommand::new);
        commands.put("profile", ProfileCommand::new);
        commands.put("roofline", RooflineCommand::new);
        commands.put("rerun", engine -> new RerunCommand());
        commands.put("verify", engine -> new VerifyCommand());
        commands.put("recheck", RecheckCommand::new);
        commands.put("reduce", engine -> new ReduceCommand());
        commands.put("engine", engine -> new EngineCommand());
        commands.put("recipe", engine -> new RecipeCommand());
        commands.put("gate", engine -> new GateCommand());
        commands.put("policy", engine -> new PolicyCommand());
        commands.put("statistics", engine -> new StatisticsCommand());
        commands.put("model", engine -> new ModelCommand());
        commands.put("dataset", engine -> new DatasetCommand());
        commands.put("run", engine -> new RunCommand());
        commands.put("variant", engine -> new VariantCommand());
        commands.put("release", engine -> new ReleaseCommand());
        commands.put("history", engine -> new HistoryCommand());
        commands.put("node", engine -> new NodeCommand());
        commands.put("status", engine -> new StatusCommand());
        commands.put("login", engine -> new LoginCommand());
        commands.put("logout", engine -> new LogoutCommand());
        commands.put("key", engine -> new KeyCommand());
        commands.put("project", engine -> new ProjectCommand());
        commands.put("quota", engine -> new QuotaCommand());
        commands.put("retention", engine -> new RetentionCommand());
        commands.put("storage", engine -> new StorageCommand());
        commands.put("webhook", engine -> new WebhookCommand());
        commands.put("audit", engine -> new AuditCommand());
        commands.put("admin", engine -> new AdminCommand());
        commands.put("completion", engine -> new CompletionCommand(Main::commandLine));
        return commands;
    }
}
