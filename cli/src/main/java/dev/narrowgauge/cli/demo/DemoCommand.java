package dev.narrowgauge.cli.demo;

import dev.narrowgauge.cli.output.OutputFile;
import dev.narrowgauge.cli.output.Screen;
import dev.narrowgauge.cli.run.Outcome;
import dev.narrowgauge.domain.gate.Verdict;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code narrowgauge demo}. */
@Command(
        name = "demo",
        description = "Starts everything, quantizes the shipped digits model and says whether to ship the result.",
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--output", paramLabel = "FILE", description = "writes the verdict document (JSON)")
    private Path output;

    @Option(names = "--keep", description = "leaves the servers up until Ctrl-C")
    private boolean keep;

    @Option(names = "--port", paramLabel = "PORT", description = "of the dashboard (default: 8080, or any free one)")
    private Integer port;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "keeps the data there (default: deletes it at the end)")
    private Path dataDirectory;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Optional<OutputFile> document = Optional.ofNullable(output).map(OutputFile::checked);
        int chosenPort = Ports.chosen(Optional.ofNullable(port));
        Installation installation = Installation.ofThisProgram();
        try (DemoData data = DemoData.at(Optional.ofNullable(dataDirectory));
                StandaloneProcess services = StandaloneProcess.start(installation, chosenPort, data.path())) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(services, data)));
            Demo demo = new Demo(installation, services, chosenPort, data.path(), out);
            demo.awaitReady();
            Outcome outcome = demo.run();
            document.ifPresent(file -> file.write(outcome.document()));
            outcome.print(Screen.of(spec));
            document.ifPresent(file -> out.printf("%nThe verdict document is %s.%n", file.path()));
            if (keep) {
                out.printf("%nThe dashboard is at %s until Ctrl-C.%n", demo.link());
                out.flush();
                services.awaitEnd();
            } else {
                out.printf("%nTo look around in the dashboard: narrowgauge demo --keep, or narrowgauge up.%n");
            }
            return Verdict.valueOf(outcome.verdict()).exitCode().status();
        }
    }

    /** After Ctrl-C no block is left in order, so this is all that happens then. */
    private static void end(StandaloneProcess services, DemoData data) {
        services.close();
        data.close();
    }
}
