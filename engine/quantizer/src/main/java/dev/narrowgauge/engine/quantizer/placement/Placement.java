package dev.narrowgauge.engine.quantizer.placement;

import static java.util.Objects.requireNonNull;

/** Where one node computes. */
public sealed interface Placement {
    /** Between integer tensors, by that rule. */
    record Quantized(OperatorRule rule) implements Placement {
        public Quantized {
            requireNonNull(rule, "rule is null");
        }
    }

    /** In the result range of the node before it; the runtime removes it. */
    record Absorbed() implements Placement {}

    /** In float, because of that reason. */
    record Float(String reason) implements Placement {
        public Float {
            requireNonNull(reason, "reason is null");
        }
    }
}
