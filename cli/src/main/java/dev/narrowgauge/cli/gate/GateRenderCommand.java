package dev.narrowgauge.cli.gate;

import dev.narrowgauge.cli.local.InputFile;
import dev.narrowgauge.cli.output.Screen;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.ExitCode;
import dev.narrowgauge.domain.error.HostFault;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.gate.render.GateReport;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code narrowgauge gate render}. */
@Command(
        name = "render",
        mixinStandardHelpOptions = true,
        description =
                "Makes the outputs of a gate from the verdict of a run once more, offline; ends with 0 whatever it says.")
public final class GateRenderCommand implements Callable<Integer> {
    @Parameters(paramLabel = "VERDICT.json", description = "The verdict of a run (GET /v1/runs/ID/verdict).")
    private Path verdict;

    @Option(
            names = "--output-dir",
            paramLabel = "DIR",
            required = true,
            description = "Folder for the verdict in every form.")
    private Path outputs;

    @Option(names = "--name", paramLabel = "NAME", description = "Of the gate; the run's by default.")
    private String name;

    @Option(names = "--link", paramLabel = "URL", description = "To the run's page; none by default.")
    private URI link;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (link != null && !GateReport.isLink(link.toString())) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "--link is '%s'; give the address of a page, such as https://gate.example/#run=ID".formatted(link));
        }
        InputFile.existing(verdict, "verdict");
        byte[] document = bytes();
        GateReport report = VerdictReader.read(verdict.toString(), document, name, link == null ? "" : link.toString());
        GateFiles.in(outputs, List.of()).write(document, report, Optional.empty());
        Screen.of(spec).whole("wrote", outputs.toString());
        return ExitCode.OK.status();
    }

    private byte[] bytes() {
        try {
            return Files.readAllBytes(verdict);
        } catch (IOException failure) {
            throw new NarrowgaugeException(
                    HostFault.behind(failure).orElse(ErrorCode.FILE_NOT_FOUND),
                    "%s cannot be read: %s".formatted(verdict, failure.getMessage()),
                    failure);
        }
    }
}
