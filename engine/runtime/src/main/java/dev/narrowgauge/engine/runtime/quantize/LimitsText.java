package dev.narrowgauge.engine.runtime.quantize;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.narrowgauge.domain.decision.Limits;
import dev.narrowgauge.domain.decision.Preference;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.gate.Policy;
import dev.narrowgauge.proto.engine.Quantize;
import java.util.Map;

/** The limits that a request asks for. */
final class LimitsText {
    private LimitsText() {}

    /** Fails with a POLICY_* code, or REQUEST_INVALID on an unknown preference. */
    static Limits of(Quantize request) {
        Limits limits = request.getPolicyJson().isBlank()
                ? Limits.standard()
                : Policy.fromMap(map(request.getPolicyJson())).limits();
        return limits.preferring(preference(request.getPrefer()));
    }

    private static Preference preference(String text) {
        return switch (text) {
            case "", "speed" -> Preference.SPEED;
            case "size" -> Preference.SIZE;
            default ->
                throw new NarrowgaugeException(
                        ErrorCode.REQUEST_INVALID, "'prefer' is '" + text + "'; it must be speed or size.");
        };
    }

    private static Map<String, Object> map(String json) {
        try {
            Map<String, Object> map = new ObjectMapper().readValue(json, new TypeReference<>() {});
            return map == null ? Map.of() : map;
        } catch (JsonProcessingException e) {
            throw new NarrowgaugeException(
                    ErrorCode.POLICY_UNREADABLE, "The policy is not a JSON object: " + e.getOriginalMessage() + ".", e);
        }
    }
}
