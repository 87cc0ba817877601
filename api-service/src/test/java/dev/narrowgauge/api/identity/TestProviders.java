package dev.narrowgauge.api.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names and defaults are what operators rely on. */
class TestProviders {
    @Test
    void defaults() {
        Provider provider = TestingSettings.of("company", """
                        issuer=https://id.example/realms/company
                        audience=narrowgauge
                        rules.all.role=viewer\
                        """).all().getFirst();
        assertThat(provider.algorithms()).containsExactlyInAnyOrder("RS256", "PS256", "ES256");
        assertThat(provider.tokenLifetime()).isEqualTo(Duration.ofHours(24));
        assertThat(provider.clockSkew()).isEqualTo(Duration.ofSeconds(30));
        assertThat(provider.nameClaim()).isEqualTo("preferred_username");
        assertThat(provider.client()).isEmpty();
        assertThat(provider.commandLineClient()).isEmpty();
        assertThat(provider.scopes()).containsExactly("openid", "profile", "email");
        assertThat(provider.session()).isEqualTo(Duration.ofHours(1));
        assertThat(TestingSettings.read(Map.of()).providers()).isEmpty();
    }

    @Test
    void everyNameIsRead() {
        Provider provider = TestingSettings.of("company", """
                        issuer=https://id.example/realms/company
                        audience=narrowgauge,other
                        token-lifetime=90m
                        algorithms=EdDSA
                        clock-skew=5s
                        name-claim=email
                        client-id=page
                        client-secret=a secret
                        cli-client-id=cli
                        scopes=openid
                        session=2h
                        rules.all.role=viewer
                        rules.owners.role=admin
                        rules.owners.claims.groups=owners\
                        """).all().getFirst();
        assertThat(provider.name()).isEqualTo("company");
        assertThat(provider.issuer()).isEqualTo("https://id.example/realms/company");
        assertThat(provider.audiences()).containsExactlyInAnyOrder("narrowgauge", "other");
        assertThat(provider.tokenLifetime()).isEqualTo(Duration.ofMinutes(90));
        assertThat(provider.algorithms()).containsExactly("EdDSA");
        assertThat(provider.clockSkew()).isEqualTo(Duration.ofSeconds(5));
        assertThat(provider.nameClaim()).isEqualTo("email");
        assertThat(provider.client()).contains(new Provider.Client("page", Optional.of("a secret")));
        assertThat(provider.toString()).doesNotContain("a secret");
        assertThat(provider.commandLineClient()).contains("cli");
        assertThat(provider.scopes()).containsExactly("openid");
        assertThat(provider.session()).isEqualTo(Duration.ofHours(2));
        assertThat(provider.rules()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '>', quoteCharacter = '`', textBlock = """
            issuer=http://id.example              > company.issuer' is 'http://id.example'
            issuer=nothing                        > company.issuer' is 'nothing'
            algorithms=RS256,HS256                > company.algorithms' is 'HS256'
            algorithms=none                       > company.algorithms' is 'none'
            clock-skew=1h                         > company.clock-skew' is '3600s'
            token-lifetime=31d                    > company.token-lifetime' is '2678400s'
            session=48h                           > company.session' is '172800s'
            rules.all.role=boss                   > one of viewer, submitter, approver, admin
            rules.all.projects=Vision             > company.rules.all.projects' is 'Vision'
            rules.all.claims.groups=a||b          > company.rules.all.claims.groups' is 'a||b'
            """)
    void settingThatCannotBeMeantIsNamed(String setting, String told) {
        assertInvalid("""
                issuer=https://id.example
                audience=narrowgauge
                rules.all.role=viewer
                """ + setting, told);
    }

    @Test
    void providerThatIsGoodForNothingIsNamed() {
        assertInvalid("issuer=https://id.example\nrules.all.role=viewer", "company.audience", "company.client-id");
        assertInvalid("issuer=https://id.example\naudience=narrowgauge", "company.rules.NAME.role");
        assertInvalid(
                "issuer=https://id.example\nclient-id=a\ncli-client-id=b\nrules.all.role=viewer",
                "company.cli-client-id",
                "company.audience");
    }

    /** Everybody has tokens of these, for any audience. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            https://token.actions.githubusercontent.com, ref=refs/heads/main,   false
            https://token.actions.githubusercontent.com, repository=*/models,   false
            https://token.actions.githubusercontent.com, repository=acme/**|**, false
            https://token.actions.githubusercontent.com, repository=acme/*,     true
            https://token.actions.githubusercontent.com, repository_owner=acme, true
            https://gitlab.com,                          ref=main,              false
            https://gitlab.com,                          project_path=acme/**,  true
            https://gitlab.example,                      ref=main,              true
            """)
    void rulesOfIssuersForTheWholeWorldNameAnOwner(String issuer, String claim, boolean allowed) {
        String settings = """
                issuer=%s
                audience=narrowgauge
                rules.ci.role=submitter
                rules.ci.claims.%s\
                """.formatted(issuer, claim);
        if (allowed) {
            assertThat(TestingSettings.of("company", settings).all()).hasSize(1);
        } else {
            assertInvalid(settings, "company.rules.ci' would hold for strangers");
        }
    }

    private static void assertInvalid(String settings, String... told) {
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> TestingSettings.of("company", settings))
                .withMessageContainingAll(told)
                .extracting(NarrowgaugeException::code)
                .isEqualTo(ErrorCode.REQUEST_INVALID);
    }
}
