package dev.narrowgauge.domain.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** A quality report as one HTML page that needs nothing else: no network, no other file. */
public final class ReportPage {
    private static final String PLACE = "/*REPORT*/";

    private ReportPage() {}

    /**
     * The page of a report.
     *
     * @param reportJson the report as JSON, as it was stored by this version or an older one
     */
    public static String of(String reportJson) {
        // Inside a script element nothing may look like the end of it; in JSON "<" stands in texts only.
        return template().replace(PLACE, RenamedKeys.today(reportJson).replace("<", "\\u003c"));
    }

    private static String template() {
        try (InputStream in = ReportPage.class.getResourceAsStream("report.html")) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
