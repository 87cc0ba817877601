package dev.narrowgauge.domain.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
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

    /** Named by its hash, so that no text of a report becomes a script, whatever else fails. */
    @Test
    void runsItsOwnScriptAlone() throws Exception {
        String page = ReportPage.of("{}");
        List<String> scripts = Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL)
                .matcher(page)
                .results()
                .map(script -> script.group(1))
                .toList();
        assertThat(scripts).hasSize(1);
        byte[] hash =
                MessageDigest.getInstance("SHA-256").digest(scripts.getFirst().getBytes(StandardCharsets.UTF_8));
        assertThat(ReportPage.policy())
                .startsWith("default-src 'none'; ")
                .contains("; script-src 'sha256-" + Base64.getEncoder().encodeToString(hash) + "';");
        assertThat(page)
                .contains("<meta http-equiv=\"Content-Security-Policy\" content=\"" + ReportPage.policy() + "\">")
                .doesNotContainPattern("\\son[a-z]+=\"|javascript:");
    }

    @Test
    void needsNoOtherFile() {
        assertThat(ReportPage.of("{}")).doesNotContainPattern("src=|href=\"http|@import|url\\(");
    }
}
