package dev.narrowgauge.domain.node;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Whether a node is to be measured on.
 *
 * @param quarantine present while its measurements are not to be believed
 * @param clearance the last, by a person or an A/A session; only controls since then are held against the node
 * @param drainedSince present while a person wants it to take no more jobs
 */
public record Standing(Optional<Quarantine> quarantine, Optional<Clearance> clearance, Optional<Instant> drainedSince) {
    public Standing {
        requireNonNull(quarantine, "quarantine is null");
        requireNonNull(clearance, "clearance is null");
        requireNonNull(drainedSince, "drainedSince is null");
    }

    /** Of a node that nothing was ever held against. */
    public static Standing good() {
        return new Standing(Optional.empty(), Optional.empty(), Optional.empty());
    }

    public boolean isQuarantined() {
        return quarantine.isPresent();
    }

    public boolean isDrained() {
        return drainedSince.isPresent();
    }

    /** Whether the node is to take jobs, as long as it lives. */
    public boolean takesJobs() {
        return !isQuarantined() && !isDrained();
    }

    /**
     * @param reason a sentence
     * @param recheckAsked somebody wants an A/A session, which has not ended yet
     */
    public record Quarantine(Instant since, String reason, boolean recheckAsked) {
        /** For a person who wants to measure on the node, with what ends it. */
        public String explain(String node) {
            return "The node '%1$s' has been quarantined since %2$s: %3$s POST /v1/nodes/%1$s/recheck has it measure a baseline against itself and clears it where that finds nothing; POST /v1/nodes/%1$s/clear with a reason clears it at once."
                    .formatted(node, since.truncatedTo(ChronoUnit.SECONDS), reason);
        }
    }

    /** @param reason as it was given */
    public record Clearance(Instant at, String reason) {}
}
