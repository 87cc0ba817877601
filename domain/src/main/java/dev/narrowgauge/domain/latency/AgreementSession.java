package dev.narrowgauge.domain.latency;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A file timed against itself a few times in a row on one machine, to see whether it can be trusted: an A/A session.
 *
 * @param comparisons whose ratio is known to be 1, as that of the control of each
 * @param confidence of the interval of each
 */
public record AgreementSession(List<LatencyEvidence> comparisons, double confidence) {
    /** Of a session that clears a node. */
    public static final int COMPARISONS = 10;

    private static final double FEWEST_SAME = 0.8;

    public AgreementSession {
        comparisons = List.copyOf(comparisons);
    }

    public List<Control> controls(Instant at) {
        return comparisons.stream()
                .flatMap(comparison -> Control.of(comparison, at).stream())
                .toList();
    }

    /**
     * Why a machine is not to be trusted of whose session the controls alone are known, a sentence; empty where nothing speaks
     * against it. Each comparison has one of its own.
     */
    public static Optional<String> whyUnsound(List<Control> controls) {
        long sessions = controls.stream().mapToLong(Control::session).distinct().count();
        if (sessions < COMPARISONS) {
            return Optional.of("The A/A session has the controls of %d comparisons; it needs those of %d."
                    .formatted(sessions, COMPARISONS));
        }
        return new ControlHistory(controls).whyUnsound();
    }

    /** Why the machine is not to be trusted, a sentence; empty where nothing speaks against it. */
    public Optional<String> whyUnsound() {
        int count = comparisons.size();
        long different = comparisons.stream().filter(this::saysDifferent).count();
        if (different > 0) {
            return Optional.of(
                    "%d of %d comparisons of a file with itself said FASTER or SLOWER.".formatted(different, count));
        }
        List<Control> controls = controls(Instant.EPOCH);
        if (controls.size() < count) {
            return Optional.of("Of %d comparisons of a file with itself %d had no %d forks whose blocks count."
                    .formatted(count, count - controls.size(), LatencyComparison.FEWEST_FORKS));
        }
        return new ControlHistory(controls).whyUnsound().or(this::tooFewSame);
    }

    /** Who cannot tell has not shown that the machine can be trusted. */
    private Optional<String> tooFewSame() {
        int count = comparisons.size();
        long same = comparisons.stream()
                .filter(comparison -> speed(comparison) == Speed.SAME)
                .count();
        return same >= FEWEST_SAME * count
                ? Optional.empty()
                : Optional.of("Only %d of %d comparisons of a file with itself said SAME; %.0f %% have to."
                        .formatted(same, count, 100 * FEWEST_SAME));
    }

    private boolean saysDifferent(LatencyEvidence comparison) {
        Speed speed = speed(comparison);
        return speed == Speed.FASTER || speed == Speed.SLOWER;
    }

    private Speed speed(LatencyEvidence comparison) {
        return LatencyComparison.of(comparison, confidence, LatencyComparison.MARGIN)
                .speed();
    }
}
