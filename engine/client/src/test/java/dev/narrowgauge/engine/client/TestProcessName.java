package dev.narrowgauge.engine.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestProcessName {
    @ParameterizedTest
    @CsvSource({
        "dev.narrowgauge.cli.Main benchmark /home/a/secret.onnx b.onnx, narrowgauge benchmark",
        "dev.narrowgauge.cli.Main --help, narrowgauge",
        "/home/a/narrowgauge/standalone/target/quarkus-app/quarkus-run.jar --port 8080, narrowgauge up",
        "worker-app/target/quarkus-app/quarkus-run.jar, narrowgauge worker",
        "/opt/narrowgauge/program/quarkus-run.jar, narrowgauge",
        "org.example.Embedding x, narrowgauge"
    })
    void isTheCommandWithoutItsFiles(String started, String name) {
        assertThat(ProcessName.of(started)).isEqualTo(name);
    }
}
