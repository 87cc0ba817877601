package dev.narrowgauge.checks.images;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.checks.frame.Conclusion;
import dev.narrowgauge.checks.frame.Figures;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TestImagesConclusion {
    private static final long MEBIBYTE = 1 << 20;

    @Test
    void smallImagesWhoseRunGoesWellPass() {
        Conclusion conclusion = ImagesConclusion.of(List.of(sizes(200, 80, 300), demo(), starts(3, 250)));
        assertThat(conclusion.failures()).isEmpty();
        assertThat(conclusion.text())
                .contains(
                        "| worker | 280.0 | 80.0 |",
                        "| worker: ready after its container was made, median of 3 | 3.00 s |");
    }

    @Test
    void whatIsTooLargeOrTooSlowFails() {
        assertThat(ImagesConclusion.of(List.of(sizes(450, 80, 300), starts(9, 400)))
                        .failures())
                .satisfiesExactly(
                        failure -> assertThat(failure).contains("530 MiB", "at most 500 MiB"),
                        failure -> assertThat(failure).contains("9.00 s", "at most 8 s"),
                        failure -> assertThat(failure).contains("400 MiB", "at most 350 MiB"));
    }

    @Test
    void containerThatMayDoMoreFails() {
        assertThat(ImagesConclusion.of(List.of(demo("narrowgauge-api-1 may write to its root file system")))
                        .failures())
                .contains("narrowgauge-api-1 may write to its root file system");
    }

    @Test
    void imageWithoutMaterialsFails() {
        assertThat(ImagesConclusion.of(List.of(sizes(200, 80, 0))).failures())
                .containsExactly("worker: its bill of materials is empty");
    }

    private static Figures sizes(long system, long java, int components) {
        return Figures.of(
                ImagesCheck.SIZES,
                new ImageSizes(List.of(new ImageSizes.Image(
                        "worker", Map.of("system", system * MEBIBYTE, "Java", java * MEBIBYTE), components))));
    }

    private static Figures demo(String... faults) {
        return Figures.of(ImagesCheck.DEMO, new ContainerRun(List.of(faults), 100));
    }

    private static Figures starts(double seconds, double mebibytes) {
        return Figures.of(
                ImagesCheck.STARTS,
                new ContainerStarts(
                        List.of(new ContainerStarts.Started("worker", List.of(seconds, seconds, seconds), mebibytes))));
    }
}
