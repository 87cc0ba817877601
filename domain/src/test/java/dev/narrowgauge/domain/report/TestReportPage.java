package dev.narrowgauge.domain.report;

import static org.assertj.core.api.Assertions.assertThat;

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

    @Test
    void needsNoOtherFile() {
        assertThat(ReportPage.of("{}")).doesNotContainPattern("src=|href=\"http|@import|url\\(");
    }
}
