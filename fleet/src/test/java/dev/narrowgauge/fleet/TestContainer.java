package dev.narrowgauge.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestContainer {
    private static final String BELOW = "600 500 0:50 / / rw,relatime - overlay overlay rw";
    private static final String READ_ONLY = "700 600 0:50 / / ro,relatime - overlay overlay rw";
    private static final String PROCESSES = "701 700 0:51 / /proc ro,nosuid - proc proc rw";

    @TempDir
    private Path root;

    /** Everybody on the machine sees a command. */
    @Test
    void valuesOfSettingsAreNotInTheCommand() {
        List<String> command = command(Map.of("AWS_SECRET_ACCESS_KEY", "hidden", "QUARKUS_HTTP_PORT", "4711"));
        assertThat(command)
                .containsSubsequence("--env=AWS_SECRET_ACCESS_KEY", "--env=QUARKUS_HTTP_PORT", "image:1", "argument")
                .noneMatch(word -> word.contains("hidden"));
    }

    @Test
    void programMayDoNoMoreThanItNeeds() {
        assertThat(command(Map.of()))
                .contains("--read-only", "--cap-drop=all", "--security-opt=no-new-privileges", "--pull=never");
    }

    @Test
    void processorIsShownWhereItIsAnother() throws Exception {
        assertThat(command(Map.of())).noneMatch(word -> word.contains("/proc/cpuinfo"));
        Path view = Files.createFile(root.resolve("cpuinfo"));
        assertThat(command(Map.of())).contains("--volume=%s:/proc/cpuinfo:ro".formatted(view));
    }

    @Test
    void rootIsReadOnlyWhereItsLastMountIs() {
        assertThat(Container.isRootReadOnly(List.of(BELOW, READ_ONLY, PROCESSES)))
                .isTrue();
        assertThat(Container.isRootReadOnly(List.of(READ_ONLY, BELOW, PROCESSES)))
                .isFalse();
        assertThat(Container.isRootReadOnly(List.of())).isFalse();
    }

    private List<String> command(Map<String, String> settings) {
        return Container.command(
                "narrowgauge-worker-1", new Host.Site(root), root, List.of("image:1", "argument"), settings);
    }
}
