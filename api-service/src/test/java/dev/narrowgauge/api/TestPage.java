package dev.narrowgauge.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TestPage extends ApiTest {
    @Test
    void dashboardIsServedAtTheRoot() {
        assertThat(http.get("/").with(200).text()).contains("<title>Narrowgauge</title>", "main.js");
        assertThat(http.get("/main.js").with(200).text()).contains("EventSource");
    }

    /** An upgrade shows at once: the files keep their names. */
    @Test
    void dashboardIsNotKeptByCaches() {
        for (String path : List.of("/", "/index.html", "/main.js", "/style.css")) {
            assertThat(http.get(path).with(200).header("Cache-Control")).isEqualTo("no-store");
        }
    }

    /** Otherwise the policy that every answer has would forbid it. */
    @Test
    void dashboardHasNothingInlined() {
        assertThat(http.get("/").with(200).text())
                .doesNotContainPattern("<script(?![^>]*\\ssrc=)|<style|\\sstyle=|\\son[a-z]+=|javascript:");
    }
}
