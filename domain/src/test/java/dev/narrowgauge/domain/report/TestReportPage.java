package dev.narrowgauge.domain.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TestReportPage {
    @Test
    void testHoldsTheReport() {
        assertThat(ReportPage.of("{\"variantBytes\": 7}"))
                .startsWith("<!doctype html>")
                .contains("<script type=\"application/json\" id=\"report\">{\"variantBytes\": 7}</script>");
    }

    @Test
    void testNamesInTheReportStayText() {
        assertThat(ReportPage.of("{\"name\": \"</script><script>alert(1)</script>\"}"))
                .doesNotContain("<script>alert")
                .contains("\\u003c/script>\\u003cscript>alert(1)");
    }

    @Test
    void testNeedsNoOtherFile() {
        assertThat(ReportPage.of("{}")).doesNotContainPattern("src=|href=\"http|@import|url\\(");
    }
}
