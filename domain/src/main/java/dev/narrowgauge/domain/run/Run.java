package dev.narrowgauge.domain.run;

import dev.narrowgauge.domain.gate.Verdict;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A run and what became of it.
 *
 * @param verdict present once DONE
 */
public record Run(
        UUID id,
        RunRequest request,
        RunState state,
        Optional<Verdict> verdict,
        Instant createdAt,
        Optional<Instant> endedAt) {}
