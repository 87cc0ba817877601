package dev.narrowgauge.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.domain.error.ErrorCode;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A page that is signed in with an identity provider. */
@QuarkusTest
class TestSignIn extends ApiTest {
    @ConfigProperty(name = "narrowgauge.oidc.company.issuer")
    String address;

    private SignIn browser;

    @BeforeEach
    void openBrowser() {
        browser = SignIn.at(http, root, new Issuer(address));
    }

    @Test
    void browserIsSentToTheProviderWithNothingSecret() {
        Http.Answer begun = browser.begin().with(200);
        URI url = URI.create(begun.json().path("url").asText());
        assertThat(url.toString()).startsWith(address + "/authorize?");
        Map<String, String> asked = SignIn.query(url);
        assertThat(asked)
                .containsEntry("response_type", "code")
                .containsEntry("client_id", "narrowgauge-page")
                .containsEntry("redirect_uri", browser.origin() + "/")
                .containsEntry("code_challenge_method", "S256")
                .containsKeys("state", "nonce", "code_challenge");
        assertThat(begun.header("Set-Cookie"))
                .contains("; Path=/v1/sign-in;", "; HttpOnly", "; SameSite=Strict", "Max-Age=600")
                .doesNotContain(asked.get("state"), asked.get("nonce"));
    }

    @Test
    void personWhoHasSignedInActsAtThePage() {
        Page page = browser.page();
        JsonNode session = page.get("/v1/session").with(200).json();
        assertThat(session.at("/identity/name").asText()).isEqualTo("ann");
        assertThat(session.path("scopes").toString()).isEqualTo("[\"read\",\"submit\"]");
        assertThat(Instant.parse(session.path("expiresAt").asText()))
                .isBetween(
                        Instant.now().plus(Duration.ofMinutes(50)),
                        Instant.now().plus(Duration.ofMinutes(61)));
        page.get("/v1/runs").with(200);
        page.get("/v1/keys").problem(ErrorCode.ACCESS_DENIED);
        page.post("/v1/runs:cancel?tag=of-nobody", "http://evil.example").problem(ErrorCode.REQUEST_ORIGIN_REFUSED);

        String signOut = page.post("/v1/session/end", page.origin())
                .with(200)
                .json()
                .path("signOutUrl")
                .asText();
        assertThat(signOut).startsWith(address + "/end?").contains("client_id=narrowgauge-page");
        page.get("/v1/runs").problem(ErrorCode.KEY_REFUSED);
    }

    /** Else somebody could have another's browser act for them, and see what it is told. */
    @Test
    void anotherBrowserCannotFinishIt() {
        Http.Answer begun = browser.begin();
        Map<String, String> back = browser.signedIn(begun);
        String code = back.get("code");
        String others = SignIn.cookie(browser.begin());
        for (String cookie : new String[] {"other=1", others, "narrowgauge_sign_in=company.nothing"}) {
            assertThat(browser.finish(code, back.get("state"), cookie).problem(ErrorCode.TOKEN_REFUSED))
                    .contains("not begun in this browser");
        }
        browser.finish(code, "0".repeat(64), SignIn.cookie(begun)).problem(ErrorCode.TOKEN_REFUSED);
        browser.finish(code, back.get("state"), SignIn.cookie(begun)).with(201);
    }

    @Test
    void issuerThatComesBackWithTheCodeMustBeTheProviders() {
        Http.Answer begun = browser.begin();
        Map<String, String> back = browser.signedIn(begun);
        assertThat(browser.finish(back.get("code"), back.get("state"), "https://evil.example", SignIn.cookie(begun))
                        .problem(ErrorCode.TOKEN_REFUSED))
                .contains("'company'", "'iss'");
        browser.finish(back.get("code"), back.get("state"), address, SignIn.cookie(begun))
                .with(201);
    }

    @Test
    void codeIsGoodOnceAndForTheOneWhoHasBegun() {
        Http.Answer begun = browser.begin();
        Map<String, String> back = browser.signedIn(begun);
        browser.finish(back.get("code"), back.get("state"), SignIn.cookie(begun))
                .with(201);
        assertThat(browser.finish(back.get("code"), back.get("state"), SignIn.cookie(begun))
                        .problem(ErrorCode.TOKEN_REFUSED))
                .contains("'company'", "invalid_grant", "begin again");

        Http.Answer stolen = browser.begin();
        String code = browser.signedIn(stolen).get("code");
        Http.Answer thiefs = browser.begin();
        String state =
                SignIn.query(URI.create(thiefs.json().path("url").asText())).get("state");
        assertThat(browser.finish(code, state, SignIn.cookie(thiefs)).problem(ErrorCode.TOKEN_REFUSED))
                .contains("invalid_grant");
    }

    @Test
    void whatCannotBeASignInIsNamed() {
        assertThat(browser.http()
                        .post("/v1/sign-in/nobody", "", "Origin", browser.origin())
                        .problem(ErrorCode.NOT_FOUND))
                .contains("'nobody'");
        assertThat(browser.http().post("/v1/sign-in/company", "").problem(ErrorCode.REQUEST_INVALID))
                .contains("'Origin'");
        assertThat(browser.http()
                        .post("/v1/sign-in", "{}", "Origin", browser.origin())
                        .problem(ErrorCode.REQUEST_INVALID))
                .contains("'code'");
        assertThat(browser.http()
                        .post("/v1/sign-in", "{\"code\": \"a\"}", "Origin", browser.origin())
                        .problem(ErrorCode.REQUEST_INVALID))
                .contains("'state'");
    }

    @Test
    void providersAreListedForEverybody() {
        JsonNode provider = browser.http().get("/v1/sign-in").with(200).json().at("/items/0");
        assertThat(provider.path("name").asText()).isEqualTo("company");
        assertThat(provider.path("issuer").asText()).isEqualTo(address);
        assertThat(provider.path("page").asBoolean()).isTrue();
        assertThat(provider.path("cliClientId").asText()).isEqualTo("narrowgauge-cli");
        assertThat(provider.path("scopes").toString()).isEqualTo("[\"openid\",\"profile\",\"email\"]");
    }
}
