package dev.narrowgauge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.access.KeyFile;
import dev.narrowgauge.domain.access.KeyText;
import dev.narrowgauge.domain.error.ExitCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Keys, and what is done with them. */
final class TestKeyCommands extends ServiceCommandTest {
    private static final String ID = "018f4a40-6a3e-7c7b-b9a1-3d2f6a1f0c55";

    @Test
    void keyIsMadeForARoleOrForScopes() {
        answer("/v1/keys", 201, """
                {"id":"1","name":"ci","key":"ng_it","expiresAt":"2027-01-31T10:00:00.5Z"}""");

        assertThat(ask("key", "create", "ci", "--role", "Submitter", "--expires-in", "7"))
                .isZero();
        assertThat(asked.getLast())
                .isEqualTo("POST /v1/keys {\"name\":\"ci\",\"scopes\":[\"read\",\"submit\"],\"expiresInDays\":7}");
        assertThat(output.toString()).as("for a script").isEqualTo("ng_it\n");
        assertThat(error.toString()).isEqualTo("ci: key 1, good until 2027-01-31T10:00:00Z.\n");
        assertThat(ask("key", "create", "ci", "--scope", "approve,read")).isZero();
        assertThat(asked.getLast()).endsWith("\"scopes\":[\"approve\",\"read\"]}");
        for (String[] arguments : new String[][] {{}, {"--scope", "read", "--role", "viewer"}, {"--role", "king"}}) {
            List<String> all = new ArrayList<>(List.of("key", "create", "ci"));
            all.addAll(List.of(arguments));
            assertThat(ask(all.toArray(String[]::new))).isEqualTo(ExitCode.BAD_INPUT.status());
        }
    }

    @Test
    void keysAreListedRotatedAndRevoked() {
        answer("/v1/keys", 200, """
                {"items":[{"id":"1","name":"ci","scopes":["read","submit"],"expiresAt":"2020-01-01T00:00:00Z"},
                          {"id":"2","name":"old","scopes":[],"revokedAt":"2020-01-01T00:00:00Z"}]}""");
        answer("/v1/keys/%s/rotate".formatted(ID), 201, "{\"id\":\"2\",\"name\":\"ci\",\"key\":\"ng_next\"}");
        answer("/v1/keys/%s/revoke".formatted(ID), 200, "{\"name\":\"ci\"}");

        assertThat(ask("key", "list")).isZero();
        assertThat(output.toString())
                .containsPattern("1 +ci +read submit +expired")
                .containsPattern("2 +old .*revoked");
        assertThat(ask("key", "rotate", ID, "--overlap", "2")).isZero();
        assertThat(asked.getLast()).isEqualTo("POST /v1/keys/%s/rotate {\"overlapHours\":2}".formatted(ID));
        assertThat(ask("key", "revoke", ID)).isZero();
        assertThat(output.toString()).contains("ng_next", "revoked");
    }

    /** What is over is no other: after a rotation the name is unique again once the first has ended. */
    @Test
    void nameStandsForTheOnlyGoodKeyThatHasIt() {
        answer("/v1/keys", 200, """
                {"items":[{"id":"%s","name":"ci"},
                          {"id":"2","name":"ci","revokedAt":"2020-01-01T00:00:00Z"},
                          {"id":"3","name":"ci","expiresAt":"2020-01-01T00:00:00Z"},
                          {"id":"4","name":"team","expiresAt":"2100-01-01T00:00:00Z"}, {"id":"5","name":"team"}]}""".formatted(ID));
        answer("/v1/keys/%s/revoke".formatted(ID), 200, "{\"name\":\"ci\"}");

        assertThat(ask("key", "revoke", "ci")).isZero();
        assertThat(asked.getLast()).startsWith("POST /v1/keys/%s/revoke".formatted(ID));
        assertThat(ask("key", "revoke", "team")).isEqualTo(ExitCode.BAD_INPUT.status());
        assertThat(error.toString())
                .isEqualTo("error REQUEST_INVALID: 2 keys have the name 'team'; give the id of one:"
                        + " 4 (ends 2100-01-01T00:00:00Z), 5 (ends -).\n");
        assertThat(ask("key", "rotate", "nobody")).isEqualTo(ExitCode.BAD_INPUT.status());
        assertThat(error.toString()).contains("error NOT_FOUND: There is no key 'nobody'");
        assertThat(asked).filteredOn(call -> call.startsWith("POST")).hasSize(1);
    }

    @Test
    void linkSignsThePageIn() {
        answer("/v1/session/codes", 201, "{\"code\":\"abc\",\"path\":\"/#sign-in=abc\"}");

        assertThat(ask("key", "link")).isZero();
        assertThat(output.toString()).isEqualTo("page         %s/#sign-in=abc\n".formatted(address()));
    }

    @Test
    void lostAdminKeyIsReplacedOnItsMachine() {
        Path file = directory.resolve(KeyFile.OF_ADMIN);
        answer("/v1/session", 200, "{\"key\":\"admin\"}");

        assertThat(ask("admin", "reset-key", "--data-dir", directory.toString()))
                .isZero();
        KeyText first = KeyFile.find(file).orElseThrow();
        assertThat(output.toString()).isEqualTo("admin key    %s (in force)\n".formatted(first.text()));
        service.removeContext("/v1/session");
        answer("/v1/session", 401, "{\"code\":\"KEY_REFUSED\",\"detail\":\"It is not known.\"}");
        assertThat(ask("admin", "reset-key", "--data-dir", directory.toString()))
                .isZero();
        assertThat(KeyFile.find(file)).isPresent().isNotEqualTo(Optional.of(first));
        assertThat(output.toString()).contains("at the next start");
        assertThat(ask("admin", "reset-key", "--data-dir", file.toString())).isEqualTo(ExitCode.BAD_INPUT.status());
    }
}
