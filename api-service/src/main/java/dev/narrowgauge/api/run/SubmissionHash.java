package dev.narrowgauge.api.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.narrowgauge.domain.digest.Sha256;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells one submission from another by what the client sent, whatever that means here: an upgrade that changes a default
 * must not make another request of one that is sent again. The order of keys does not count, and an empty list is as a
 * field that is not there, as gRPC cannot tell them apart.
 */
final class SubmissionHash {
    private final ObjectMapper json = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    /** SHA-256, hexadecimal. */
    String of(RunSubmission submission) {
        Map<String, Object> sent = new HashMap<>();
        sent.put("name", submission.name());
        sent.put("modelId", submission.modelId());
        sent.put("calibrationDatasetId", submission.calibrationDatasetId());
        sent.put("evaluationDatasetId", submission.evaluationDatasetId());
        sent.put("recipes", submission.recipes());
        sent.put("deviceClasses", submission.deviceClasses());
        sent.put("policy", submission.policy());
        sent.put("tags", submission.tags());
        sent.put("commit", submission.commit());
        sent.put("priority", submission.priority());
        sent.put("fresh", Boolean.TRUE.equals(submission.fresh()) ? true : null);
        // A field that a later version adds is in no request of this one.
        sent.values().removeIf(value -> value == null || value.equals(List.of()));
        try {
            return Sha256.of(json.writeValueAsBytes(sent));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
