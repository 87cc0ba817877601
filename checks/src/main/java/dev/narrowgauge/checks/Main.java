package dev.narrowgauge.checks;

import dev.narrowgauge.checks.aa.AgreementCheck;
import dev.narrowgauge.checks.fleet.FleetCheck;
import dev.narrowgauge.checks.frame.Check;
import dev.narrowgauge.checks.frame.CheckOptions;
import dev.narrowgauge.checks.frame.Checkout;
import dev.narrowgauge.checks.frame.Suite;
import dev.narrowgauge.checks.images.ImagesCheck;
import dev.narrowgauge.checks.networks.NetworksCheck;
import dev.narrowgauge.checks.queries.QueriesCheck;
import dev.narrowgauge.checks.scale.ScaleCheck;
import dev.narrowgauge.checks.submit.SubmitCheck;
import dev.narrowgauge.checks.twice.TwiceCheck;
import dev.narrowgauge.checks.why.WhyCheck;
import dev.narrowgauge.checks.wild.WildCheck;
import dev.narrowgauge.cli.error.ErrorReport;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.ExitCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.process.ProgramLanguage;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Long suites: what has to be shown with many models and much time, and is written down with the commit it was shown on. */
@Command(
        name = "narrowgauge check",
        mixinStandardHelpOptions = true,
        description = "Runs a long suite and writes docs/evidence/NAME.md. Stopped, it goes on where it was;"
                + " without a name it lists the suites.")
public final class Main implements Callable<Integer> {

    private static final List<Check> CHECKS = List.of(
            new WildCheck(),
            new NetworksCheck(),
            new ScaleCheck(),
            new AgreementCheck(),
            new TwiceCheck(),
            new SubmitCheck(),
            new FleetCheck(),
            new ImagesCheck(),
            new QueriesCheck(),
            new WhyCheck());

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "The suite.")
    private String name;

    @Option(
            names = "--only",
            paramLabel = "ROWS",
            split = ",",
            description = "Rows by name, * for anything, or numbers as 0..19; no evidence is written then.")
    private List<String> only = List.of();

    @Option(names = "--again", description = "Measure rows that this commit has results of, too.")
    private boolean again;

    @Option(
            names = "--shared",
            paramLabel = "DIRECTORY",
            description = "Has models/, datasets/ and peer/peer.py; by default ../shared beside the checkout.")
    private Path shared;

    @Option(
            names = "--peer-python",
            paramLabel = "PYTHON",
            description =
                    "With onnx, onnxruntime, numpy and sympy; by default .peer/bin/python, made where it is absent.")
    private Path peerPython;

    @Spec
    private CommandSpec spec;

    private Main() {}

    public static void main(String[] arguments) {
        ProgramLanguage.fix();
        CommandLine line = new CommandLine(new Main());
        ErrorReport report = new ErrorReport();
        line.setParameterExceptionHandler(report);
        line.setExecutionExceptionHandler(report);
        System.exit(line.execute(arguments));
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (name == null) {
            CHECKS.forEach(check -> out.printf("%-10s %s%n", check.name(), check.purpose()));
            return ExitCode.OK.status();
        }
        Checkout checkout = Checkout.current();
        CheckOptions options = CheckOptions.of(checkout, shared, peerPython);
        return new Suite(find(), options, checkout, out).run(only, again)
                ? ExitCode.OK.status()
                : ExitCode.FAIL.status();
    }

    private Check find() {
        return CHECKS.stream()
                .filter(check -> check.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new NarrowgaugeException(
                        ErrorCode.REQUEST_INVALID,
                        "There is no check '%s'; there are %s."
                                .formatted(
                                        name, CHECKS.stream().map(Check::name).toList())));
    }
}
