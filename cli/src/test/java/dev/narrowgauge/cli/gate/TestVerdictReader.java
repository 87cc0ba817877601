package dev.narrowgauge.cli.gate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.narrowgauge.domain.digest.Sha256;
import org.junit.jupiter.api.Test;

class TestVerdictReader {
    @Test
    void spellingOfAPolicyDoesNotCount() throws Exception {
        String canonical =
                "{\"gate\":[\"int8\"],\"rules\":[{\"confidence\":0.95,\"id\":\"a\",\"max\":1}],\"version\":1}";
        String other =
                "{ \"version\": 1, \"rules\": [{\"max\": 1.0, \"id\": \"a\", \"confidence\": 0.950}], \"gate\": [\"int8\"] }";

        assertThat(digest(other)).isEqualTo(Sha256.of(canonical)).isEqualTo(digest(canonical));
        assertThat(digest(other.replace("int8", "fp16"))).isNotEqualTo(digest(other));
        assertThat(digest("{\"max\":0.0001}")).isEqualTo(Sha256.of("{\"max\":0.0001}"));
        assertThat(digest("{\"max\":1e2}")).isEqualTo(Sha256.of("{\"max\":100}"));
    }

    private static String digest(String json) throws Exception {
        return VerdictReader.policyDigest(new JsonMapper().readTree(json));
    }
}
