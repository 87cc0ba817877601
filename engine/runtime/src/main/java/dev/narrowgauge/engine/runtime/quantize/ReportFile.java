package dev.narrowgauge.engine.runtime.quantize;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.narrowgauge.domain.report.QualityReport;
import dev.narrowgauge.engine.runtime.files.Publication;
import java.io.IOException;
import java.nio.file.Path;

/** A quality report as JSON for people and programs. */
final class ReportFile {
    private ReportFile() {}

    static void write(QualityReport report, Path file) throws IOException {
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), report);
        Publication.sync(file);
    }
}
