package dev.narrowgauge.domain.gate.render;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.apache.maven.plugin.surefire.log.api.NullConsoleLogger;
import org.apache.maven.plugins.surefire.report.ReportTestCase;
import org.apache.maven.plugins.surefire.report.ReportTestSuite;
import org.apache.maven.plugins.surefire.report.TestSuiteXmlParser;
import org.junit.jupiter.api.Test;

/** JUnit's XML as the reader of Maven's Surefire takes it, which is not ours. */
class TestJUnitReaders {
    @Test
    void surefireCountsWhatTheGateSays() throws Exception {
        List<ReportTestSuite> suites = read(Reports.failing());

        assertThat(sum(suites, ReportTestSuite::getNumberOfTests)).isEqualTo(5);
        assertThat(sum(suites, ReportTestSuite::getNumberOfFailures)).isOne();
        assertThat(sum(suites, ReportTestSuite::getNumberOfErrors)).isOne();
        assertThat(sum(suites, ReportTestSuite::getNumberOfSkipped))
                .as("inconclusive or waived")
                .isEqualTo(2);
        assertThat(outcomes(suites))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "size", "passed", "top1", "failure", "p50", "skipped", "old", "skipped", "measured", "error"));
        ReportTestCase failed = test(suites, "top1");
        assertThat(failed.getFullClassName()).isEqualTo("int8 on x86-vnni");
        assertThat(failed.getFailureType()).isEqualTo("FAIL");
        assertThat(failed.getFailureMessage()).isEqualTo("FAIL: What was found of top1.");
        assertThat(test(suites, "p50").getFailureMessage()).startsWith("INCONCLUSIVE: ");
    }

    @Test
    void surefireReadsPassesAndWhateverNamesHave() throws Exception {
        assertThat(outcomes(read(Reports.passing("digits"))))
                .containsExactlyInAnyOrderEntriesOf(Map.of("digits", "passed", "soon", "skipped"));
        assertThat(outcomes(read(Reports.hostile()))).hasSize(1).containsValue("failure");
    }

    private static int sum(List<ReportTestSuite> suites, ToIntFunction<ReportTestSuite> count) {
        return suites.stream().mapToInt(count).sum();
    }

    private static ReportTestCase test(List<ReportTestSuite> suites, String name) {
        return tests(suites)
                .filter(test -> test.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, String> outcomes(List<ReportTestSuite> suites) {
        return tests(suites).collect(toMap(ReportTestCase::getName, TestJUnitReaders::outcome));
    }

    /** It makes a suite of each class. */
    private static Stream<ReportTestCase> tests(List<ReportTestSuite> suites) {
        return suites.stream().flatMap(suite -> suite.getTestCases().stream());
    }

    private static String outcome(ReportTestCase test) {
        if (test.isSuccessful()) {
            return "passed";
        }
        if (test.hasSkipped()) {
            return "skipped";
        }
        return test.hasError() ? "error" : "failure";
    }

    private static List<ReportTestSuite> read(GateReport report) throws Exception {
        TestSuiteXmlParser parser = new TestSuiteXmlParser(new NullConsoleLogger());
        List<ReportTestSuite> suites = parser.parse(new InputStreamReader(
                new ByteArrayInputStream(JUnitReport.of(report).getBytes(UTF_8)), UTF_8));
        assertThat(parser.isValid()).isTrue();
        return suites;
    }
}
