package dev.narrowgauge.domain.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The JSON schema of quality reports, for whoever reads them by program. */
public final class ReportSchema {
    private ReportSchema() {}

    public static String json() {
        try (InputStream schema = ReportSchema.class.getResourceAsStream("report.schema.json")) {
            return new String(schema.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the schema of quality reports is not in this program", e);
        }
    }
}
