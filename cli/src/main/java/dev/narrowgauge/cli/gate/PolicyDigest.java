package dev.narrowgauge.cli.gate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.narrowgauge.domain.digest.Sha256;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;

/**
 * SHA-256 of a policy as it stands in a verdict: of its JSON without white space, the members of every object in the order of
 * their names and numbers without zeros at the end, which is the form of RFC 8785 for what a policy holds.
 */
final class PolicyDigest {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private PolicyDigest() {}

    static String of(JsonNode policy) throws JsonProcessingException {
        return Sha256.of(MAPPER.writeValueAsString(plain(policy)));
    }

    private static Object plain(JsonNode node) {
        if (node.isObject()) {
            Map<String, Object> sorted = new TreeMap<>();
            node.forEachEntry((name, value) -> sorted.put(name, plain(value)));
            return sorted;
        }
        if (node.isArray()) {
            return node.valueStream().map(PolicyDigest::plain).toList();
        }
        return node.isNumber() ? number(node.decimalValue()) : node;
    }

    private static BigDecimal number(BigDecimal value) {
        return value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    }
}
