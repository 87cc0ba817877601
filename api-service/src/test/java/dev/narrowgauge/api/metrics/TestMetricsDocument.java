package dev.narrowgauge.api.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.api.upload.UploadMeters;
import dev.narrowgauge.domain.job.DocumentVersions;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.engine.client.ChildEnd;
import dev.narrowgauge.metrics.ChildMeters;
import dev.narrowgauge.metrics.ClaimMeters;
import dev.narrowgauge.metrics.TaskMeters;
import dev.narrowgauge.proto.engine.EngineRequest.TaskCase;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The document has each of our metrics, as it is served, and no other. */
class TestMetricsDocument {
    private static final Path DOCUMENT =
            Path.of(System.getProperty("narrowgauge.root", "..")).resolve("docs/metrics.md");
    private static final Pattern ROW = Pattern.compile(
            "^\\| `(narrowgauge_\\w+)` \\| (\\w+) \\| ([^|]+) \\| ([^|]+) \\| ([^|]+) \\| [^|]+ \\| [^|]+ \\|$",
            Pattern.MULTILINE);
    private static final Pattern TYPE = Pattern.compile("^# TYPE (narrowgauge_\\w+) (\\w+)$", Pattern.MULTILINE);
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");
    private static final List<String> UNITS = List.of("seconds", "bytes", "ratio");

    private static final Job QUANTIZE = Job.quantize(UUID.randomUUID(), UUID.randomUUID(), 0, DocumentVersions.known());

    private record Metric(String name, String type, Set<String> labels) {}

    private final String document = read();

    @Test
    void documentHasWhatAnApiShows() {
        PrometheusMeterRegistry registry = registry();
        new ServiceMeters(registry, () -> 0);
        new UploadMeters(registry);
        new ClaimMeters(registry).taken(QUANTIZE, Duration.ofSeconds(1));
        endChild(new ChildMeters(registry));
        DeploymentMeters deployment = new DeploymentMeters(registry, System::nanoTime);
        deployment.show(Deployments.ofOneNode());
        deployment.showFloors(Map.of(Deployments.NODE, 0.01));
        assertThat(served(registry)).containsExactlyInAnyOrderElementsOf(documented("api"));
    }

    @Test
    void documentHasWhatThoseShowWhoTakeTasks() {
        PrometheusMeterRegistry registry = registry();
        TaskMeters tasks = new TaskMeters(registry, new ClaimMeters(registry));
        tasks.taken(QUANTIZE, Duration.ofSeconds(1));
        tasks.stageEnded(QUANTIZE, "calibrate", Duration.ofSeconds(1));
        endChild(new ChildMeters(registry));
        Set<Metric> served = served(registry);
        assertThat(served).containsExactlyInAnyOrderElementsOf(documented("worker"));
        assertThat(served).containsExactlyInAnyOrderElementsOf(documented("agent"));
    }

    @Test
    void unitsAreThoseOfTheNames() {
        ROW.matcher(document).results().forEach(row -> {
            String name = row.group(1).replaceFirst("_total$", "");
            String unit = UNITS.stream()
                    .filter(known -> name.endsWith('_' + known))
                    .findFirst()
                    .orElse("");
            assertThat(row.group(3)).as(name).startsWith(unit);
            if (unit.isEmpty()) {
                assertThat(row.group(3)).as(name).isNotIn(UNITS);
            }
        });
    }

    /** A row that the pattern does not fit would be passed over by the others. */
    @Test
    void everyRowIsRead() {
        long rows = document.lines()
                .filter(line -> line.startsWith("| `narrowgauge_"))
                .count();
        assertThat(ROW.matcher(document).results()).hasSize(Math.toIntExact(rows));
    }

    private static PrometheusMeterRegistry registry() {
        return new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    }

    private static void endChild(ChildMeters children) {
        children.ended(new ChildEnd(TaskCase.QUANTIZE, ChildEnd.Outcome.FINISHED, Duration.ofSeconds(1), 1 << 20));
    }

    private Set<Metric> documented(String program) {
        Set<Metric> metrics = new HashSet<>();
        ROW.matcher(document)
                .results()
                .filter(row -> List.of(row.group(5).split(", ")).contains(program))
                .forEach(row -> metrics.add(new Metric(row.group(1), row.group(2), words(row.group(4)))));
        return metrics;
    }

    private static Set<String> words(String labels) {
        Set<String> words = new TreeSet<>();
        Pattern.compile("`(\\w+)`").matcher(labels).results().forEach(word -> words.add(word.group(1)));
        return words;
    }

    private static Set<Metric> served(PrometheusMeterRegistry registry) {
        String scrape = registry.scrape();
        Set<Metric> metrics = new HashSet<>();
        TYPE.matcher(scrape)
                .results()
                .filter(family -> !isMaximum(family.group(1), scrape))
                .forEach(family ->
                        metrics.add(new Metric(family.group(1), family.group(2), labels(family.group(1), scrape))));
        return metrics;
    }

    /** Each histogram and summary has one beside it. */
    private static boolean isMaximum(String name, String scrape) {
        return name.endsWith("_max") && scrape.contains("# TYPE " + name.replaceFirst("_max$", "") + ' ');
    }

    private static Set<String> labels(String name, String scrape) {
        Pattern sample = Pattern.compile("^" + name + "(?:_bucket|_count|_sum)?\\{(.*)}", Pattern.MULTILINE);
        Set<String> labels = new TreeSet<>();
        sample.matcher(scrape)
                .results()
                .flatMap(line -> LABEL.matcher(line.group(1)).results())
                .forEach(label -> labels.add(label.group(1)));
        labels.remove("le");
        return labels;
    }

    private static String read() {
        try {
            return Files.readString(DOCUMENT, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
