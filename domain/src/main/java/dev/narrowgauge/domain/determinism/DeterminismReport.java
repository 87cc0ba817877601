package dev.narrowgauge.domain.determinism;

import java.util.List;

/**
 * Whether a model gives the same bytes again.
 *
 * @param differences same input twice first, then threads, then how far the graph is rewritten
 */
public record DeterminismReport(List<Difference> differences) {
    public DeterminismReport {
        differences = List.copyOf(differences);
    }

    /** Whether the same input in the same process gives the same bytes, and so in the next one. */
    public boolean repeats() {
        return differences.stream().limit(DeterminismCheck.REPEATS).noneMatch(Difference::differs);
    }

    /** Whether nothing that was tried changes a byte. */
    public boolean differsNowhere() {
        return differences.stream().noneMatch(Difference::differs);
    }
}
