package dev.narrowgauge.cli.gate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.cli.demo.LocalService;
import dev.narrowgauge.cli.output.OutputFile;
import dev.narrowgauge.cli.output.Screen;
import dev.narrowgauge.cli.remote.Json;
import dev.narrowgauge.cli.remote.RemoteClient;
import dev.narrowgauge.cli.run.Outcome;
import dev.narrowgauge.cli.service.ServiceOptions;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.ExitCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.gate.render.GateReport;
import java.io.PrintWriter;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code narrowgauge gate}. */
@Command(
        name = "gate",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "[COMMAND]",
        subcommands = {GateLintCommand.class, GateInitCommand.class, GateRenderCommand.class},
        description = {
            "Has a model quantized, measured and judged by a policy, and ends with the exit status of the verdict.",
            "For pipelines: a job that is started again finds its run; the verdict is left in every form that hosts read."
        })
public final class GateCommand implements Callable<Integer> {
    @Mixin
    private ServiceOptions service;

    @Mixin
    private GateOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        requireOnePlace();
        // A run that is under way has been asked for; only where there is none the files are needed.
        boolean underWay = options.resume().flatMap(RunUnderWay::in).isPresent();
        Optional<GateRequest> request = underWay ? Optional.empty() : Optional.of(GateRequest.of(options));
        options.resume().ifPresent(file -> OutputFile.checked(file, options.inputs()));
        Optional<GateFiles> files = options.outputs().map(folder -> GateFiles.in(folder, options.inputs()));
        files.ifPresent(GateFiles::clear);
        if (!options.local()) {
            try (RemoteClient client = service.client()) {
                return gate(client, service.address(), request, files);
            }
        }
        told().println("Starting a service for this gate...");
        try (LocalService own = LocalService.start();
                RemoteClient client = own.client()) {
            own.awaitNode(client);
            return gate(client, own.address(), request, files);
        }
    }

    private void requireOnePlace() {
        if (options.local() && (service.isNamed() || options.resume().isPresent())) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "--local starts a service that ends with this command, so there is nothing for --server or --resume: leave those out, or --local.");
        }
    }

    private int gate(RemoteClient client, URI address, Optional<GateRequest> request, Optional<GateFiles> files)
            throws InterruptedException {
        GateRun gate = new GateRun(client, address, options, told());
        JsonNode run = gate.resumed().orElseGet(() -> gate.submitted(request.orElseThrow()));
        String id = GateRun.id(run);
        if (!service.json()) {
            Screen screen = Screen.of(spec);
            screen.whole("run", id);
            screen.flush();
        }
        String end = gate.awaitEnd(run);
        if (!end.equals("DONE")) {
            forget();
            told().println("Run %s was cancelled.".formatted(id));
            return ExitCode.CANCELLED.status();
        }
        byte[] document = client.verdict(id);
        String link = options.local() ? "" : address + "#run=" + id;
        GateReport report = VerdictReader.read("The answer of the service", document, options.name(), link);
        files.ifPresent(folder -> folder.write(document, report));
        show(document);
        forget();
        return report.verdict().exitCode().status();
    }

    private void show(byte[] document) {
        if (service.json()) {
            spec.commandLine().getOut().println(Json.read(document).toPrettyString());
            return;
        }
        Screen screen = Screen.of(spec);
        new Outcome(document).print(screen);
        options.outputs().ifPresent(folder -> screen.whole("wrote", folder.toString()));
        screen.flush();
    }

    /** Nothing is under way any more. */
    private void forget() {
        options.resume().map(OutputFile::checked).ifPresent(OutputFile::remove);
    }

    private PrintWriter told() {
        return spec.commandLine().getErr();
    }
}
