package dev.narrowgauge.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.access.Permission;
import dev.narrowgauge.domain.error.ErrorCode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TestPageSessions extends ApiTest {
    @Test
    void linkOpensThePageOnce() {
        Http.Answer offered = http.post("/v1/session/codes", "").with(201);
        String code = offered.json().path("code").asText();
        assertThat(offered.json().path("path").asText()).isEqualTo("/#sign-in=" + code);
        assertThat(offered.header("Cache-Control")).isEqualTo("no-store");

        Http page = http.with(Optional.empty());
        Http.Answer opened = Page.opened(page, code).with(201);
        assertThat(opened.header("Set-Cookie"))
                .contains("; Path=/;", "; HttpOnly", "; SameSite=Strict")
                .doesNotContain("Secure");
        assertThat(Page.opened(page, code).problem(ErrorCode.KEY_REFUSED)).contains("narrowgauge key link");
        Page.opened(page, "").problem(ErrorCode.REQUEST_INVALID);
        Page.opened(page, "anything").problem(ErrorCode.KEY_REFUSED);
    }

    @Test
    void pageMayDoWhatItsKeyMay() {
        Page page = Page.open(http.with(Optional.of(newKey(Permission.READ))), root);
        page.get("/v1/runs").with(200);
        assertThat(page.get("/v1/session").with(200).json().path("scopes").toString())
                .isEqualTo("[\"read\"]");
        page.get("/v1/keys").problem(ErrorCode.ACCESS_DENIED);
    }

    /** Ports of a machine are one site to a browser. */
    @Test
    void anotherPageCannotActWithItsCookie() {
        Page page = Page.open(http, root);
        String action = "/v1/session/codes";
        page.post(action, page.origin()).with(201);
        for (String other : new String[] {"http://localhost:1", "https://evil.example", "null", page.origin() + "0"}) {
            assertThat(page.post(action, other).problem(ErrorCode.REQUEST_ORIGIN_REFUSED))
                    .contains("'" + other + "'");
        }
    }

    @Test
    void sessionEndsWhenItIsEndedAndWithItsKey() {
        Page first = Page.open(http, root);
        Page second = Page.open(http, root);
        assertThat(first.post("/v1/session/end", first.origin()).with(200).header("Set-Cookie"))
                .contains("Max-Age=0");
        first.get("/v1/runs").problem(ErrorCode.KEY_REFUSED);
        second.get("/v1/runs").with(200);
        http.post("/v1/session/end", "").problem(ErrorCode.CONFLICT);

        http.with(Optional.of(newKey(Permission.ADMIN)))
                .post("/v1/keys/%s/revoke".formatted(key.id()), "")
                .with(200);
        second.get("/v1/runs").problem(ErrorCode.KEY_REFUSED);
    }

    @Test
    void cookieThatIsNoneIsRefused() {
        Http page = http.with(Optional.empty());
        page.get("/v1/runs", "Cookie", "narrowgauge_session=nothing").problem(ErrorCode.KEY_REFUSED);
        page.get("/v1/runs", "Cookie", "narrowgauge_session=" + key.text()).problem(ErrorCode.KEY_REFUSED);
        page.get("/v1/runs", "Cookie", "other=1").problem(ErrorCode.KEY_MISSING);
    }
}
