package dev.narrowgauge.cli.gate;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.narrowgauge.cli.output.JsonFile;
import dev.narrowgauge.cli.output.OutputFile;
import dev.narrowgauge.domain.error.DiskFull;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.gate.render.Badge;
import dev.narrowgauge.domain.gate.render.GatePage;
import dev.narrowgauge.domain.gate.render.GateReport;
import dev.narrowgauge.domain.gate.render.JUnitReport;
import dev.narrowgauge.domain.gate.render.MarkdownSummary;
import dev.narrowgauge.domain.gate.render.MetricsText;
import dev.narrowgauge.domain.gate.render.Receipt;
import dev.narrowgauge.domain.gate.render.StickyComment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The folder in which a gate leaves its verdict, in every form; each file appears whole or not at all. */
final class GateFiles {
    private static final String DOCUMENT = "verdict.json";
    private static final String REPAIR = "repair.json";
    private static final Map<String, Function<GateReport, String>> FORMS = forms();

    private final List<OutputFile> files;

    private GateFiles(List<OutputFile> files) {
        this.files = files;
    }

    private static Map<String, Function<GateReport, String>> forms() {
        Map<String, Function<GateReport, String>> forms = new LinkedHashMap<>();
        forms.put("receipt.json", report -> JsonFile.lines(Receipt.of(report)));
        forms.put("summary.md", MarkdownSummary::of);
        forms.put("comment.md", StickyComment::of);
        forms.put("junit.xml", JUnitReport::of);
        forms.put("metrics.txt", MetricsText::of);
        forms.put("badge.svg", Badge::of);
        forms.put("report.html", GatePage::of);
        return forms;
    }

    /**
     * Makes the folder where there is none, and complains now rather than after the measurements.
     *
     * @param inputs of the command, none of which is replaced
     * @throws NarrowgaugeException OUTPUT_NOT_WRITABLE
     */
    static GateFiles in(Path folder, List<Path> inputs) {
        try {
            Files.createDirectories(folder);
        } catch (IOException failure) {
            throw new NarrowgaugeException(
                    DiskFull.or(ErrorCode.OUTPUT_NOT_WRITABLE, failure),
                    "--output-dir: the folder %s cannot be made (%s); give one that this user may write in"
                            .formatted(folder, failure),
                    failure);
        }
        return new GateFiles(Stream.concat(Stream.of(DOCUMENT, REPAIR), FORMS.keySet().stream())
                .map(name -> OutputFile.checked(folder.resolve(name), inputs))
                .toList());
    }

    /** What an earlier verdict left there must not be taken for this one's. */
    void clear() {
        files.forEach(OutputFile::remove);
    }

    /** @param repair empty where nothing was repaired: then there is no file of it */
    void write(byte[] document, GateReport report, Optional<Repaired> repair) {
        Map<String, byte[]> contents = new LinkedHashMap<>();
        contents.put(DOCUMENT, document);
        repair.ifPresent(
                made -> contents.put(REPAIR, JsonFile.lines(made.described()).getBytes(UTF_8)));
        FORMS.forEach((name, form) -> contents.put(name, form.apply(report).getBytes(UTF_8)));
        for (OutputFile file : files) {
            byte[] content = contents.get(file.path().getFileName().toString());
            if (content != null) {
                file.write(content);
            }
        }
    }
}
