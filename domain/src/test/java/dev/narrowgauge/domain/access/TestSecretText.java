package dev.narrowgauge.domain.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TestSecretText {
    @Test
    void keyKeepsItsIdAlone() {
        KeyText key = KeyText.random();
        String hidden = SecretText.hidden("Authorization: Bearer %s was refused".formatted(key.text()));
        assertThat(hidden)
                .doesNotContain(key.secret())
                .contains(key.text().substring(0, 26) + "…")
                .endsWith(" was refused");
    }

    @Test
    void whatHasTheFormOfASecretIsHidden() {
        Map.of(
                        "narrowgauge_node_0123456789012345678901234567890123456789-_a",
                        "narrowgauge_node_…",
                        "jdbc:postgresql://db/narrowgauge?user=a&password=hunter2&ssl=true",
                        "jdbc:postgresql://db/narrowgauge?user=a&password=…&ssl=true",
                        "PlainLoginModule required username=\"u\" password=\"hunter 2\";",
                        "PlainLoginModule required username=\"u\" password=…;",
                        "GET https://user:hunter2@id.example/token",
                        "GET https://user:…@id.example/token",
                        "client_secret=hunter2",
                        "client_secret=…",
                        "{\"access_token\" : \"hunter2\",\"token_type\":\"Bearer\"}",
                        "{\"access_token\" : \"…\",\"token_type\":\"Bearer\"}",
                        "sent eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJhIn0.c2lnbmF0dXJl",
                        "sent …",
                        "authorization: basic dXNlcjpodW50ZXIy",
                        "authorization: basic …")
                .forEach((text, hidden) -> assertThat(SecretText.hidden(text)).isEqualTo(hidden));
    }

    @Test
    void sentencesStayAsTheyAre() {
        String sentence =
                "The token was refused: it has expired; https://id.example:8443/realms/a has no password for a bearer.";
        assertThat(SecretText.hidden(sentence)).isEqualTo(sentence);
    }
}
