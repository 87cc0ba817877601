package dev.narrowgauge.api.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestClaimPattern {
    @ParameterizedTest
    @CsvSource(textBlock = """
            acme/models,          acme/models,        true
            acme/models,          acme/models2,       false
            acme/*,               acme/models,        true
            acme/*,               acme/models/x,      false
            acme/**,              acme/models/x,      true
            acme/*,               acme2/models,       false
            refs/tags/v*,         refs/tags/v1.0,     true
            a.c,                  abc,                false
            main | release,       release,            true
            main | release,       main | release,     false
            """)
    void starsStandForTexts(String pattern, String text, boolean matches) {
        assertThat(ClaimPattern.of(pattern).orElseThrow().matches(text)).isEqualTo(matches);
    }

    @Test
    void noAlternativeIsEmpty() {
        for (String text : List.of("", "a|", "|a", "a||b", " ")) {
            assertThat(ClaimPattern.of(text)).as(text).isEmpty();
        }
    }

    @Test
    void claimsAreFoundInObjectsAndLists() {
        Claims claims = new Claims(Map.of(
                "groups", List.of("a", "b"),
                "realm_access", Map.of("roles", List.of("c")),
                "https://id.example/groups", "d",
                "run_attempt", 2L,
                "nested", Map.of("object", Map.of())));
        assertThat(claims.texts("groups")).containsExactly("a", "b");
        assertThat(claims.texts("realm_access.roles")).containsExactly("c");
        assertThat(claims.texts("https://id.example/groups")).containsExactly("d");
        assertThat(claims.texts("run_attempt")).containsExactly("2");
        for (String none : List.of("none", "groups.a", "nested.object", "realm_access.none")) {
            assertThat(claims.texts(none)).as(none).isEmpty();
        }
    }
}
