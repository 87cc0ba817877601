package dev.narrowgauge.domain.gate.render;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What programs read: each form is held against what its readers ask for. */
class TestMachineForms {
    /** Of the elements that readers of JUnit's XML know, the attributes that are required and those that may be there. */
    private static final Map<String, List<Set<String>>> JUNIT = Map.of(
            "testsuites", List.of(Set.of(), Set.of("name", "time", "tests", "failures", "errors")),
            "testsuite",
                    List.of(
                            Set.of("name", "tests", "failures", "errors"),
                            Set.of("name", "tests", "failures", "errors", "skipped", "timestamp", "time")),
            "properties", List.of(Set.of(), Set.of()),
            "property", List.of(Set.of("name", "value"), Set.of("name", "value")),
            "testcase", List.of(Set.of("name"), Set.of("name", "classname", "time")),
            "failure", List.of(Set.of(), Set.of("type", "message")),
            "error", List.of(Set.of(), Set.of("type", "message")),
            "skipped", List.of(Set.of(), Set.of("type", "message")),
            "system-out", List.of(Set.of(), Set.of()));

    @Test
    void junitHasACaseForEachRuleVariantAndDevice() throws Exception {
        Element suite = (Element) parsed(JUnitReport.of(Reports.failing()))
                .getElementsByTagName("testsuite")
                .item(0);

        assertThat(suite.getAttribute("tests")).isEqualTo("5");
        assertThat(suite.getAttribute("failures")).isEqualTo("1");
        assertThat(suite.getAttribute("errors")).isEqualTo("1");
        assertThat(suite.getAttribute("skipped")).as("inconclusive or waived").isEqualTo("2");
        Element failed = (Element) suite.getElementsByTagName("failure").item(0);
        assertThat(failed.getAttribute("message")).isEqualTo("FAIL: What was found of top1.");
        assertThat(((Element) failed.getParentNode()).getAttribute("classname")).isEqualTo("int8 on x86-vnni");
        assertThat(((Element) suite.getElementsByTagName("error").item(0).getParentNode()).getAttribute("name"))
                .isEqualTo("measured");
    }

    @Test
    void junitKeepsToWhatReadersKnow() throws Exception {
        for (GateReport report : List.of(Reports.failing(), Reports.passing("digits"), Reports.hostile())) {
            NodeList all = parsed(JUnitReport.of(report)).getElementsByTagName("*");
            IntStream.range(0, all.getLength())
                    .mapToObj(i -> (Element) all.item(i))
                    .forEach(element -> {
                        Set<String> attributes = Set.copyOf(IntStream.range(
                                        0, element.getAttributes().getLength())
                                .mapToObj(i -> element.getAttributes().item(i).getNodeName())
                                .toList());
                        List<Set<String>> known = JUNIT.get(element.getTagName());
                        assertThat(known).as(element.getTagName()).isNotNull();
                        assertThat(attributes).containsAll(known.getFirst());
                        assertThat(known.getLast()).containsAll(attributes);
                    });
        }
    }

    @Test
    void whatDoesNotDecideIsNoFailureOfATest() throws Exception {
        Document document = parsed(JUnitReport.of(Reports.passing("digits")));

        assertThat(document.getElementsByTagName("failure").getLength()).isZero();
        assertThat(((Element) document.getElementsByTagName("skipped").item(0)).getAttribute("message"))
                .startsWith("FAIL (reported): ");
    }

    @Test
    void metricsAreTextThatPrometheusReads() throws Exception {
        assertThat(MetricsText.of(Reports.failing()))
                .contains("narrowgauge_gate_verdict{gate=\"digits\",verdict=\"FAIL\"} 1\n")
                .contains("narrowgauge_gate_limit{gate=\"digits\",rule=\"top1\",metric=\"accuracy.top1.loss\","
                        + "variant=\"int8\",device=\"x86-vnni\",node=\"node-1\"} 0.01\n")
                .endsWith("# EOF\n");
        assumeTrue(isInstalled("promtool"), "promtool is not installed");
        for (GateReport report : List.of(Reports.failing(), Reports.passing("digits"), Reports.hostile())) {
            Process promtool = new ProcessBuilder("promtool", "check", "metrics")
                    .redirectErrorStream(true)
                    .start();
            try (var input = promtool.getOutputStream()) {
                input.write(MetricsText.of(report).getBytes(UTF_8));
            }
            String said = new String(promtool.getInputStream().readAllBytes(), UTF_8);
            assertThat(promtool.waitFor()).as(said).isZero();
        }
    }

    @Test
    void receiptSaysWhatEachRuleCameTo() {
        Map<String, Object> receipt = Receipt.of(Reports.failing());

        assertThat(receipt)
                .containsEntry("status", "FAIL")
                .containsEntry("exitStatus", 1)
                .containsEntry("link", "https://gate.example/#run=018f4a40");
        assertThat((List<?>) receipt.get("rules"))
                .hasSize(5)
                .first()
                .satisfies(rule -> assertThat(((Map<?, ?>) rule).get("outcome")).isEqualTo("FAIL"));
    }

    @Test
    void badgeAndPageNeedNothingElse() throws Exception {
        for (GateReport report : List.of(Reports.failing(), Reports.passing("digits"), Reports.hostile())) {
            Document badge = parsed(Badge.of(report));
            assertThat(badge.getElementsByTagName("title").item(0).getTextContent())
                    .startsWith("Narrowgauge gate ")
                    .endsWith(": " + report.verdict());
            assertThat(Badge.of(report)).doesNotContain("url(", "@import", "href", "<script");

            String page = GatePage.of(report);
            assertThat(page)
                    .contains("default-src 'none'", "<h1>Gate ", "light-dark(")
                    .doesNotContain("<script", "src=", "@import", "\u202E");
            assertThat(page.split("<section", -1)).hasSameSizeAs(page.split("</section>", -1));
        }
    }

    private static Document parsed(String xml) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.getBytes(UTF_8)));
    }

    private static boolean isInstalled(String program) {
        return List.of(System.getenv("PATH").split(":")).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
