package dev.narrowgauge.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TestPage extends ApiTest {
    private static final Pattern ASSET = Pattern.compile("(?:src|href)=\"\\./(assets/[^\"]+)\"");

    @Test
    void dashboardIsServedAtTheRoot() {
        assertThat(http.get("/").with(200).text()).contains("<title>Narrowgauge</title>");
        assertThat(assets()).hasSize(2).allSatisfy(path -> http.get(path).with(200));
        assertThat(assets())
                .anySatisfy(path -> assertThat(http.get(path).text()).contains("EventSource"));
    }

    /** An upgrade shows at once, and what did not change with it is not sent again. */
    @Test
    void onlyWhatNeverChangesIsKeptByCaches() {
        for (String path : List.of("/", "/index.html", "/assets/none.js")) {
            assertThat(http.get(path).header("Cache-Control")).isEqualTo("no-store");
        }
        assertThat(assets())
                .allSatisfy(path ->
                        assertThat(http.get(path).header("Cache-Control")).contains("immutable"));
    }

    /** Otherwise the policy that every answer has would forbid it. */
    @Test
    void dashboardHasNothingInlined() {
        assertThat(http.get("/").with(200).text())
                .doesNotContainPattern("<script(?![^>]*\\ssrc=)|<style|\\sstyle=|\\son[a-z]+=|javascript:");
    }

    private List<String> assets() {
        return ASSET.matcher(http.get("/").text())
                .results()
                .map(match -> "/" + match.group(1))
                .toList();
    }
}
