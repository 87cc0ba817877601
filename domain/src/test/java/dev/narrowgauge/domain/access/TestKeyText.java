package dev.narrowgauge.domain.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestKeyText {
    private static final KeyText KEY = new KeyText(new UUID(0, 61), "a".repeat(43));

    /** Scanners look for it: keys that were given out stay keys. */
    @Test
    void formIsThatWhichScannersLookFor() {
        KeyText key = KeyText.random();
        assertThat(key.text()).matches("ng_[0-9A-Za-z]{22}_[0-9A-Za-z]{49}").hasSize(75);
        assertThat(KEY.text()).startsWith("ng_000000000000000000000z_" + "a".repeat(43));
    }

    @Test
    void whatIsWrittenIsRead() {
        for (int i = 0; i < 1000; i++) {
            KeyText key = KeyText.random();
            assertThat(KeyText.read(key.text())).contains(key);
        }
        KeyText last = new KeyText(new UUID(-1, -1), "z".repeat(43));
        assertThat(KeyText.read(last.text())).contains(last);
    }

    /** A typing error never reaches the database: CRC-32 finds every change of one character. */
    @Test
    void oneWrongCharacterIsNoKey() {
        String text = KeyText.random().text();
        for (int i = 0; i < text.length(); i++) {
            char other = text.charAt(i) == 'x' ? 'y' : 'x';
            assertThat(KeyText.read(text.substring(0, i) + other + text.substring(i + 1)))
                    .as("character %d", i)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ng_", "narrowgauge_node_abc", "ng_zzzzzzzzzzzzzzzzzzzzzz_"})
    void whatIsNoKeyIsNotRead(String text) {
        assertThat(KeyText.read(text)).isEmpty();
    }

    /** More than 128 bits. */
    @Test
    void idIsAUuid() {
        assertThat(KeyText.read("ng_" + "z".repeat(22) + "_" + "a".repeat(49))).isEmpty();
    }

    @Test
    void secretIsToldOnRequestAlone() {
        KeyText key = KeyText.random();
        assertThat(key.toString()).contains(key.id().toString()).doesNotContain(key.secret());
        assertThat(key.sha256()).matches("[0-9a-f]{64}");
    }
}
