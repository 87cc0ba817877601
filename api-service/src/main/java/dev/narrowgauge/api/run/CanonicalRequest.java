package dev.narrowgauge.api.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.narrowgauge.domain.gate.Policy;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.run.RunRequest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A request with everything spelled out, in which two requests that mean the same are the same text. The device classes
 * are those that were asked for: which nodes are live is no part of what the client said.
 */
record CanonicalRequest(
        String name,
        String modelId,
        String calibrationDatasetId,
        String evaluationDatasetId,
        List<Recipe> recipes,
        List<String> deviceClasses,
        Policy policy) {
    static CanonicalRequest of(RunRequest request) {
        return new CanonicalRequest(
                request.name(),
                request.modelId(),
                request.calibrationDatasetId(),
                request.evaluationDatasetId(),
                request.recipes(),
                request.deviceClasses().stream().distinct().sorted().toList(),
                request.policy());
    }

    /** SHA-256 over the JSON, hexadecimal. */
    String hash(ObjectMapper json) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(json.writeValueAsString(this).getBytes(UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (JsonProcessingException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
