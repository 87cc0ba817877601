package dev.narrowgauge.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.gate.Verdict;
import dev.narrowgauge.domain.proof.Envelope;
import dev.narrowgauge.domain.run.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TestVerdictStore extends RetentionTest {
    private static final Envelope SIGNED = new Envelope("e30=", "text/plain", List.of());

    private final VerdictStore verdicts = new VerdictStore(jdbi);

    @Test
    void latestVerdictAboutBytesIsFound() {
        UUID first = decided(Samples.TIME, Verdict.PASS, Optional.of(SIGNED));
        UUID last = decided(Samples.TIME.plus(Duration.ofHours(1)), Verdict.FAIL, Optional.empty());
        decided(Samples.TIME.minus(Duration.ofHours(1)), Verdict.INVALID, Optional.of(SIGNED));

        assertThat(verdicts.latest(Samples.VARIANT)).hasValueSatisfying(verdict -> {
            assertThat(verdict.runId()).isEqualTo(last);
            assertThat(verdict.status()).isEqualTo(Verdict.FAIL);
            assertThat(verdict.sentence()).isEqualTo("It is FAIL");
            assertThat(verdict.policySha256()).isEqualTo("f".repeat(64));
            assertThat(verdict.evidenceRoot()).isEqualTo("e".repeat(64));
            assertThat(verdict.signed()).isFalse();
        });
        assertThat(verdicts.attestation(Samples.VARIANT)).as("of the latest").isEmpty();
        assertThat(verdicts.attestation(first).map(text -> Json.read(text, Envelope.class)))
                .contains(SIGNED);
        assertThat(verdicts.attestation(last)).isEmpty();
        assertThat(verdicts.latest(Samples.MODEL)).isEmpty();
        assertThat(verdicts.latest(Samples.VARIANT, Set.of("f".repeat(64))).map(KnownVerdict::runId))
                .contains(last);
        assertThat(verdicts.latest(Samples.VARIANT, Set.of("d".repeat(64))))
                .as("by another policy")
                .isEmpty();
    }

    @Test
    void verdictStaysWhenItsRunIsDeleted() {
        Run run = decided();
        assertThat(deleted.delete(run.id())).isTrue();

        assertThat(verdicts.latest(Samples.VARIANT))
                .hasValueSatisfying(verdict -> assertThat(verdict.runId()).isEqualTo(run.id()));
    }

    private UUID decided(Instant at, Verdict status, Optional<Envelope> attestation) {
        Run run = Samples.submit(jdbi);
        Scopes.of(jdbi)
                .useTransaction(
                        handle -> VerdictStore.insert(handle, run.id(), at, Samples.proof(status, attestation)));
        return run.id();
    }
}
