package dev.narrowgauge.engine.runtime.quantize;

import dev.narrowgauge.domain.report.QualityReport;
import dev.narrowgauge.domain.report.ReportPage;
import dev.narrowgauge.engine.runtime.files.Publication;
import dev.narrowgauge.engine.runtime.json.RecordWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A quality report as JSON for programs and as a page for people. */
final class ReportFile {
    private ReportFile() {}

    static void write(QualityReport report, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            RecordWriter.write(report, out);
        }
        Publication.sync(file);
    }

    /** Writes the page of a report that was written as JSON. */
    static void writePage(Path report, Path file) throws IOException {
        Files.writeString(file, ReportPage.of(Files.readString(report)));
        Publication.sync(file);
    }
}
