package dev.narrowgauge.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.error.ErrorCode;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Uploads that their inspection does not survive: refused like any other bad file, by the name the client gave. */
@QuarkusTest
class TestHostileUploads extends ApiTest {
    @AfterEach
    void nothingIsLeftUnderATemporaryName() throws IOException {
        try (Stream<Path> files = Files.walk(blobConfig.dir())) {
            assertThat(files).noneMatch(file -> file.toString().endsWith(".part"));
        }
    }

    @Test
    void fileThatCrashesTheChild() {
        assertRefused(TestingInspector.CRASH, "failed: the engine crashed with signal 11 (SIGSEGV)");
    }

    @Test
    void fileThatHangsTheChild() {
        assertRefused(TestingInspector.HANG, "took more than 2 s");
    }

    @Test
    void fileThatExhaustsTheChild() {
        assertRefused(TestingInspector.EXHAUST, "needed more than 192 MiB");
    }

    private void assertRefused(String content, String sentence) {
        assertThat(refused("models", content, ErrorCode.MODEL_REJECTED_BY_RUNTIME))
                .contains("model 'hostile.bin'", sentence)
                .doesNotContain(".part");
        assertThat(refused("datasets", content, ErrorCode.DATASET_UNREADABLE))
                .contains("dataset 'hostile.bin'", sentence)
                .doesNotContain(".part");
    }

    private String refused(String kind, String content, ErrorCode code) {
        return http.upload("/v1/" + kind + "?name=hostile.bin", content.getBytes(UTF_8))
                .problem(code);
    }
}
