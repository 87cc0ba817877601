package dev.narrowgauge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.error.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is sent to a service, and what is brought from it. */
final class TestUploadCommands extends ServiceCommandTest {
    private static final String VARIANT = "018f4a40-6a3e-7c7b-b9a1-3d2f6a1f0c55";

    @Test
    void pushSendsNothingThatIsThere() throws IOException {
        Path file = Files.writeString(directory.resolve("digits.v2.onnx"), "content");
        answer("/v1/models/", 200, "{\"id\":\"abc\",\"name\":\"first\",\"names\":[\"first\",\"digits.v2\"]}");

        assertThat(ask("model", "push", file.toString())).isZero();
        assertThat(output.toString()).isEqualTo("model        abc (first, the service had it already)\n");
        assertThat(asked).singleElement().asString().startsWith("GET /v1/models/ed7002b4");
    }

    @Test
    void pushUnderAnotherNameKeepsBoth() throws IOException {
        Path file = Files.writeString(directory.resolve("digits.onnx"), "content");
        answer("/v1/datasets/", 200, "{\"id\":\"abc\",\"name\":\"first\"}");
        answer("/v1/datasets", 200, "{\"id\":\"abc\",\"name\":\"first\"}");

        assertThat(ask("dataset", "push", file.toString(), "--name", "my digits"))
                .isZero();
        assertThat(asked.getLast()).isEqualTo("POST /v1/datasets?name=my+digits content");
        assertThat(output.toString()).contains("abc (first, uploaded)");
    }

    /** Nobody may delete with the scope of a pipeline, so it hears what stays. */
    @Test
    void whatWasSentForARefusedRunIsTold() throws IOException {
        Path file = Files.writeString(directory.resolve("digits.onnx"), "content");
        answer("/v1/models/", 404, "{\"code\":\"NOT_FOUND\",\"detail\":\"None.\"}");
        answer("/v1/models", 201, "{\"id\":\"abc\",\"name\":\"digits\"}");
        answer("/v1/runs", 422, "{\"code\":\"DATASETS_OVERLAP\",\"detail\":\"They overlap.\"}");
        String data = "0".repeat(64);

        assertThat(ask("run", "submit", "--model=" + file, "--calibration=" + data, "--evaluation=" + data))
                .isEqualTo(ExitCode.BAD_INPUT.status());
        assertThat(error.toString())
                .contains("does not send it again: model abc. 'narrowgauge model delete'")
                .endsWith("error DATASETS_OVERLAP: They overlap.\n");
        error.getBuffer().setLength(0);
        assertThat(ask("run", "submit", "--model=" + data, "--calibration=" + data, "--evaluation=" + data))
                .isEqualTo(ExitCode.BAD_INPUT.status());
        assertThat(error.toString()).isEqualTo("error DATASETS_OVERLAP: They overlap.\n");
    }

    @Test
    void pullLeavesNoHalfFile() throws IOException {
        answer("/v1/variants/" + VARIANT, 200, "{\"id\":\"%s\"}".formatted(VARIANT));
        service.createContext("/v1/variants/" + VARIANT + "/content", exchange -> {
            exchange.sendResponseHeaders(200, 1_000);
            exchange.getResponseBody().write(new byte[10]);
            exchange.close();
        });
        Path file = Files.writeString(directory.resolve("variant.onnx"), "before");

        assertThat(ask("variant", "pull", VARIANT, "-o", file.toString())).isEqualTo(ExitCode.UNREACHABLE.status());
        assertThat(directory.toFile().list()).containsExactly("variant.onnx");
        assertThat(file).hasContent("before");
    }

    @Test
    void pullTakesBytes() {
        List<String> accepted = new ArrayList<>();
        answer("/v1/variants/" + VARIANT, 200, "{\"id\":\"%s\"}".formatted(VARIANT));
        service.createContext("/v1/variants/" + VARIANT + "/content", exchange -> {
            accepted.add(exchange.getRequestHeaders().getFirst("Accept"));
            respond(exchange, 200, "bytes");
        });
        Path file = directory.resolve("variant.onnx");

        assertThat(ask("variant", "pull", VARIANT, "-o", file.toString())).isZero();
        assertThat(file).hasContent("bytes");
        assertThat(accepted).containsExactly("*/*");
    }
}
