package dev.narrowgauge.cli.gate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.cli.demo.LocalService;
import dev.narrowgauge.cli.output.OutputFile;
import dev.narrowgauge.cli.output.Screen;
import dev.narrowgauge.cli.output.TextTable;
import dev.narrowgauge.cli.remote.Json;
import dev.narrowgauge.cli.remote.RemoteClient;
import dev.narrowgauge.cli.remote.RunSubmission;
import dev.narrowgauge.cli.run.Outcome;
import dev.narrowgauge.cli.service.ContentPush;
import dev.narrowgauge.cli.service.ServiceOptions;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.ExitCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.gate.render.GateReport;
import dev.narrowgauge.domain.gate.render.RepairReport;
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
        requireOneRun();
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

    private void requireOneRun() {
        if (options.repair() && options.resume().isPresent()) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "--resume goes on with one run, and --repair files several: leave --resume out. A gate that is started again with the same files finds its runs by itself.");
        }
    }

    private int gate(RemoteClient client, URI address, Optional<GateRequest> request, Optional<GateFiles> files)
            throws InterruptedException {
        GateRun gate = new GateRun(client, address, options, told());
        ContentPush push = new ContentPush(client, told());
        Optional<RunSubmission> submission = request.map(asked -> gate.submission(asked, push));
        JsonNode run =
                gate.resumed().orElseGet(() -> gate.submitted(submission.orElseThrow(), request.orElseThrow(), push));
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
        byte[] judged = client.verdict(id);
        Optional<Repaired> repaired = repaired(gate, address, request, submission, run, judged, files);
        byte[] document = repaired.map(Repaired::document).orElse(judged);
        GateReport report = report(document, address).with(repaired.map(Repaired::report));
        files.ifPresent(folder -> folder.write(document, report, repaired));
        show(document, report);
        forget();
        return report.verdict().exitCode().status();
    }

    private GateReport report(byte[] document, URI address) {
        String link = options.local()
                ? ""
                : address + "#run=" + Json.read(document).path("runId").asText();
        return VerdictReader.read("The answer of the service", document, options.name(), link);
    }

    private Optional<Repaired> repaired(
            GateRun gate,
            URI address,
            Optional<GateRequest> request,
            Optional<RunSubmission> submission,
            JsonNode run,
            byte[] document,
            Optional<GateFiles> files)
            throws InterruptedException {
        Optional<RepairSamples> samples = request.flatMap(GateRequest::repair);
        if (samples.isEmpty() || RepairPlan.failed(Json.read(document)).isEmpty()) {
            return Optional.empty();
        }
        // What was decided stays, should the repair be cut off.
        files.ifPresent(folder -> folder.write(document, report(document, address), Optional.empty()));
        return Optional.of(new Repair(
                        gate,
                        request.orElseThrow(),
                        submission.orElseThrow(),
                        samples.get(),
                        options.repairBudget(),
                        new ContentPush(gate.client(), told()),
                        told())
                .repair(run, document));
    }

    private void show(byte[] document, GateReport report) {
        if (service.json()) {
            spec.commandLine().getOut().println(Json.read(document).toPrettyString());
            return;
        }
        Screen screen = Screen.of(spec);
        new Outcome(document).print(screen);
        report.repair().ifPresent(repair -> show(screen, repair));
        options.outputs().ifPresent(folder -> screen.whole("wrote", folder.toString()));
        screen.flush();
    }

    private static void show(Screen screen, RepairReport repair) {
        screen.blank();
        screen.text(repair.result());
        TextTable table = new TextTable(RepairReport.HEADINGS.toArray(String[]::new));
        repair.cells().forEach(line -> table.add(line.toArray(String[]::new)));
        screen.table(table);
    }

    /** Nothing is under way any more. */
    private void forget() {
        options.resume().map(OutputFile::checked).ifPresent(OutputFile::remove);
    }

    private PrintWriter told() {
        return spec.commandLine().getErr();
    }
}
