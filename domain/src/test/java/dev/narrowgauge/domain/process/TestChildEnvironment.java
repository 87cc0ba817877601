package dev.narrowgauge.domain.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TestChildEnvironment {
    /** A service has its passwords there. */
    @Test
    void childLearnsLittle() {
        Map<String, String> environment = new HashMap<>(Map.of(
                "PATH",
                "/bin",
                "LC_ALL",
                "C",
                "QUARKUS_DATASOURCE_PASSWORD",
                "secret",
                "AWS_SECRET_ACCESS_KEY",
                "secret"));
        ChildEnvironment.restrict(environment);
        assertThat(environment).containsOnlyKeys("PATH", "LC_ALL");
    }

    @Test
    void processStillFindsItsProgram() throws Exception {
        assertThat(ChildEnvironment.process(List.of("sh", "-c", "exit 3"))
                        .start()
                        .waitFor())
                .isEqualTo(3);
    }
}
