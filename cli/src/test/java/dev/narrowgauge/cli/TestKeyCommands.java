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
    @Test
    void keyIsMadeForARoleOrForScopes() {
        answer("/v1/keys", 201, "{\"id\":\"1\",\"name\":\"ci\",\"key\":\"ng_it\"}");

        assertThat(ask("key", "create", "ci", "--role", "Submitter", "--expires-in", "7"))
                .isZero();
        assertThat(asked.getLast())
                .isEqualTo("POST /v1/keys {\"name\":\"ci\",\"scopes\":[\"read\",\"submit\"],\"expiresInDays\":7}");
        assertThat(output.toString()).isEqualTo("ci           ng_it\n");
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
        answer("/v1/keys/1/rotate", 201, "{\"name\":\"ci\",\"key\":\"ng_next\"}");
        answer("/v1/keys/1/revoke", 200, "{\"name\":\"ci\"}");

        assertThat(ask("key", "list")).isZero();
        assertThat(output.toString())
                .containsPattern("1 +ci +read submit +expired")
                .containsPattern("2 +old .*revoked");
        assertThat(ask("key", "rotate", "1", "--overlap", "2")).isZero();
        assertThat(asked.getLast()).isEqualTo("POST /v1/keys/1/rotate {\"overlapHours\":2}");
        assertThat(ask("key", "revoke", "1")).isZero();
        assertThat(output.toString()).contains("ng_next", "revoked");
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
