package dev.narrowgauge.domain.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Properties;
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
    void readsReportsOfVersion1() {
        Properties names = RenamedKeys.ofVersion1();
        assertThat(names.stringPropertyNames())
                .isNotEmpty()
                .allSatisfy(old -> assertThat(
                                ReportPage.of("{\"kernel\": {\"%s\": 3, \"name\": \"%s\"}}".formatted(old, old)))
                        .contains(
                                "{\"kernel\": {\"%s\": 3, \"name\": \"%s\"}}".formatted(names.getProperty(old), old)));
    }

    @Test
    void needsNoOtherFile() {
        assertThat(ReportPage.of("{}")).doesNotContainPattern("src=|href=\"http|@import|url\\(");
    }
}
