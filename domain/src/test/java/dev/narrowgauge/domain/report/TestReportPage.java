package dev.narrowgauge.domain.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TestReportPage {
    @Test
    void holdsTheReport() {
        assertThat(ReportPage.of("{\"variantBytes\": 7}"))
                .startsWith("<!doctype html>")
                .contains("<script type=\"application/json\" id=\"report\">{\"variantBytes\": 7}</script>");
    }

    @Test
    void namesInTheReportStayText() {
        assertThat(ReportPage.of("{\"name\": \"</script><script>alert(1)</script>\"}"))
                .doesNotContain("<script>alert")
                .contains("\\u003c/script>\\u003cscript>alert(1)");
    }

    /** As services stored them before some keys were renamed. */
    @Test
    void readsReportsOfVersion1() throws IOException {
        try (InputStream stored = getClass().getResourceAsStream("report-of-version-1.json")) {
            String json = new String(stored.readAllBytes(), StandardCharsets.UTF_8).strip();
            assertThat(ReportPage.of(json))
                    .contains("{\"unfusedQdqNodes\": 3, \"unfusedQdqMicros\": 1.5,")
                    .doesNotContain("\"name\": \"unfused");
        }
    }

    @Test
    void needsNoOtherFile() {
        assertThat(ReportPage.of("{}")).doesNotContainPattern("src=|href=\"http|@import|url\\(");
    }
}
