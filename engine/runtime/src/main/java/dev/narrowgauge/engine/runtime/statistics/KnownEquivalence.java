package dev.narrowgauge.engine.runtime.statistics;

import dev.narrowgauge.domain.digest.Sha256;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.quantizer.preparation.EquivalenceCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/** Remembers which rewritten models were found to compute the same, and takes that from an earlier time. */
public final class KnownEquivalence implements EquivalenceCheck {
    private final Set<String> known;
    /** Hashed when somebody asks: of a large model that takes as long as a run. */
    private final List<ModelProto> found = new ArrayList<>();

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
        return isKnown(after, () -> check.computeTheSame(before, after));
    }

    @Override
    public boolean computeTheSameClosely(ModelProto before, ModelProto after) {
        return isKnown(after, () -> check.computeTheSameClosely(before, after));
    }

    private boolean isKnown(ModelProto after, BooleanSupplier checked) {
        if (!known.isEmpty() && known.contains(Sha256.ofWritten(after::writeTo))) {
            return true;
        }
        boolean same = checked.getAsBoolean();
        if (same) {
            found.add(after);
        }
        return same;
    }

    public Set<String> known() {
        found.forEach(model -> known.add(Sha256.ofWritten(model::writeTo)));
        found.clear();
        return known;
    }
}
