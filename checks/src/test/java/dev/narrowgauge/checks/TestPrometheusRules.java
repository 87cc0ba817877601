package dev.narrowgauge.checks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The alerts are such as Prometheus takes, go off when they should, and lead somewhere; the dashboard shows what there is. */
class TestPrometheusRules {
    private static final Path ROOT = Path.of(System.getProperty("narrowgauge.root", ".."))
            .toAbsolutePath()
            .normalize();
    private static final Path FOLDER = ROOT.resolve("deploy/prometheus");
    private static final Path RULES = FOLDER.resolve("narrowgauge.rules.yml");
    private static final Path TESTS = FOLDER.resolve("narrowgauge.test.yml");
    private static final Path DASHBOARD = ROOT.resolve("deploy/grafana/narrowgauge.json");

    private static final Pattern ALERT = Pattern.compile("- alert: (\\w+)\n");
    private static final Pattern RUNBOOK = Pattern.compile("runbook_url: docs/operations\\.md#(\\S+)\n");
    private static final Pattern HEADING = Pattern.compile("^#+ (Alert narrowgauge-[a-z-]+)$", Pattern.MULTILINE);
    private static final Pattern METRIC = Pattern.compile("narrowgauge_\\w+");
    private static final Pattern DOCUMENTED = Pattern.compile("^\\| `(narrowgauge_\\w+)` \\|", Pattern.MULTILINE);

    private final String rules = read(RULES);

    @Test
    void rulesAreSuchAsPrometheusTakes() {
        promtool("check", "rules", RULES.toString());
    }

    @Test
    void alertsGoOffWhenTheyShould() {
        promtool("test", "rules", TESTS.toString());
    }

    /** Where nothing is wrong, and where something is. */
    @Test
    void everyAlertIsTestedBothWays() {
        String tests = read(TESTS);
        assertThat(alerts()).isNotEmpty().allSatisfy(alert -> {
            assertThat(tests).contains("alertname: %s\n      - eval_time".formatted(alert));
            assertThat(tests).contains("alertname: %s\n        exp_alerts:".formatted(alert));
        });
    }

    @Test
    void everyAlertHasItsRunbook() {
        List<String> anchors = found(RUNBOOK, rules);
        assertThat(anchors)
                .isEqualTo(
                        alerts().stream().map(alert -> "alert-" + kebab(alert)).toList());
        Set<String> headings = found(HEADING, read(ROOT.resolve("docs/operations.md"))).stream()
                .map(heading -> heading.toLowerCase(Locale.ROOT).replace(' ', '-'))
                .collect(toCollection(TreeSet::new));
        assertThat(headings).isEqualTo(new TreeSet<>(anchors));
    }

    @Test
    void whatIsAskedForIsServed() throws IOException {
        Set<String> documented = documented();
        assertThat(metrics(rules)).isNotEmpty().isSubsetOf(documented);
        assertThat(metrics(expressions())).isEqualTo(documented);
    }

    private List<String> alerts() {
        return found(ALERT, rules);
    }

    private static String kebab(String name) {
        return name.replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    private static Set<String> documented() {
        return new TreeSet<>(found(DOCUMENTED, read(ROOT.resolve("docs/metrics.md"))));
    }

    /** Those that a text names, by the names that the document has. */
    private static Set<String> metrics(String text) {
        Set<String> documented = documented();
        return METRIC.matcher(text)
                .results()
                .map(found -> found.group())
                .map(name -> documented.contains(name) ? name : name.replaceFirst("_(bucket|count|sum|max)$", ""))
                .collect(toCollection(TreeSet::new));
    }

    private static String expressions() throws IOException {
        JsonNode dashboard = new ObjectMapper().readTree(read(DASHBOARD));
        List<String> expressions = new ArrayList<>();
        for (JsonNode panel : dashboard.path("panels")) {
            panel.path("targets")
                    .forEach(target -> expressions.add(target.path("expr").asText()));
        }
        return String.join("\n", expressions);
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(found -> found.group(1)).toList();
    }

    private static void promtool(String... arguments) {
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .directory(FOLDER.toFile())
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertThat(process.waitFor()).as(said).isZero();
        } catch (IOException e) {
            assumeThat(false)
                    .as("promtool is not on the PATH (%s); it is in Debian's package prometheus", e.getMessage())
                    .isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
