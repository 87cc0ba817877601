package dev.narrowgauge.engine.runtime.statistics;

import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.quantizer.preparation.EquivalenceCheck;
import dev.narrowgauge.engine.runtime.files.Sha256;
import java.util.Set;
import java.util.TreeSet;

/** Remembers which rewritten models were found to compute the same, and takes that from an earlier time. */
public final class KnownEquivalence implements EquivalenceCheck {
    private final Set<String> known;
    private final EquivalenceCheck check;

    /**
     * @param known SHA-256 of models that were found to compute the same as before they were rewritten
     * @param check asked about all others
     */
    public KnownEquivalence(Set<String> known, EquivalenceCheck check) {
        this.known = new TreeSet<>(known);
        this.check = check;
    }

    @Override
    public boolean computeTheSame(ModelProto before, ModelProto after) {
        String sha256 = Sha256.of(after);
        boolean same = known.contains(sha256) || check.computeTheSame(before, after);
        if (same) {
            known.add(sha256);
        }
        return same;
    }

    public Set<String> known() {
        return known;
    }
}
