package dev.narrowgauge.domain.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestCanonicalJson {
    /** By their bits, from Appendix B of RFC 8785. */
    @ParameterizedTest
    @CsvSource({
        "0000000000000000, 0",
        "8000000000000000, 0",
        "0000000000000001, 5e-324",
        "8000000000000001, -5e-324",
        "7fefffffffffffff, 1.7976931348623157e+308",
        "ffefffffffffffff, -1.7976931348623157e+308",
        "4340000000000000, 9007199254740992",
        "c340000000000000, -9007199254740992",
        "4430000000000000, 295147905179352830000",
        "44b52d02c7e14af5, 9.999999999999997e+22",
        "44b52d02c7e14af6, 1e+23",
        "44b52d02c7e14af7, 1.0000000000000001e+23",
        "444b1ae4d6e2ef4e, 999999999999999700000",
        "444b1ae4d6e2ef4f, 999999999999999900000",
        "444b1ae4d6e2ef50, 1e+21",
        "3eb0c6f7a0b5ed8c, 9.999999999999997e-7",
        "3eb0c6f7a0b5ed8d, 0.000001",
        "41b3de4355555553, 333333333.3333332",
        "41b3de4355555554, 333333333.33333325",
        "41b3de4355555555, 333333333.3333333",
        "41b3de4355555556, 333333333.3333334",
        "41b3de4355555557, 333333333.33333343",
        "becbf647612f3696, -0.0000033333333333333333",
        "43143ff3c1cb0959, 1424953923781206.2",
    })
    void numbersAreThoseOfEcmaScript(String bits, String expected) {
        assertThat(CanonicalJson.number(Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16))))
                .isEqualTo(expected);
    }

    @Test
    void wholeNumbersHaveNoPoint() {
        assertThat(text(List.of(1, 1.0, 1L, 100.0, -20))).isEqualTo("[1,1,1,100,-20]");
    }

    /** The order of UTF-16 code units, in which a pair of surrogates comes before other letters. */
    @Test
    void membersAreInOrder() {
        Map<String, Object> members = new LinkedHashMap<>();
        List.of("€", "\r", "\ufb33", "1", "😀", "\u0080", "ö").forEach(name -> members.put(name, 0));

        assertThat(text(members)).isEqualTo("{\"\\r\":0,\"1\":0,\"\u0080\":0,\"ö\":0,\"€\":0,\"😀\":0,\"\ufb33\":0}");
    }

    @Test
    void textsEscapeWhatTheyMust() {
        assertThat(text(Map.of("text", "€$\u000f\nA'B\"\\\\\"/")))
                .isEqualTo("{\"text\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
    }

    @Test
    void emptyAndNothing() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("b", null);
        members.put("a", List.of(List.of(), Map.of(), true));

        assertThat(text(members)).isEqualTo("{\"a\":[[],{},true],\"b\":null}");
    }

    @Test
    void whatHasNoFormIsRefused() {
        assertThatThrownBy(() -> text(List.of(Double.NaN))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> text("\ud800")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> text(new Object())).isInstanceOf(IllegalArgumentException.class);
    }

    private static String text(Object value) {
        return new String(CanonicalJson.bytes(value), UTF_8);
    }
}
