package dev.narrowgauge.domain.recipe;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Settings for single nodes and tensors; where several match, the later one wins. */
public record Overrides(List<NodeOverride> nodes, List<TensorOverride> tensors) {
    public static final Overrides NONE = new Overrides(List.of(), List.of());

    public Overrides {
        nodes = List.copyOf(nodes);
        tensors = List.copyOf(tensors);
    }

    public boolean isEmpty() {
        return nodes.isEmpty() && tensors.isEmpty();
    }

    /** These, and then the others, which win. */
    Overrides and(Overrides others) {
        return new Overrides(
                Stream.concat(nodes.stream(), others.nodes.stream()).toList(),
                Stream.concat(tensors.stream(), others.tensors.stream()).toList());
    }

    Overrides withoutExceptions() {
        return new Overrides(nodes.stream().map(NodeOverride::withoutExceptions).toList(), tensors);
    }

    boolean hasPlacement(NodeOverride.Placement placement) {
        return nodes.stream().anyMatch(node -> node.placement().equals(Optional.of(placement)));
    }

    Optional<NodeOverride.Placement> placement(String nodeName) {
        return last(nodes.stream().filter(node -> node.matches(nodeName)).toList(), NodeOverride::placement);
    }

    WeightSettings weights(String nodeName, WeightSettings settings) {
        WeightSettings result = settings;
        for (NodeOverride node : nodes) {
            result = node.matches(nodeName) ? node.applyTo(result) : result;
        }
        return result;
    }

    ActivationSettings activations(String tensor, ActivationSettings settings) {
        ActivationSettings result = settings;
        for (TensorOverride override : matching(tensor)) {
            result = override.applyTo(result);
        }
        return result;
    }

    boolean hasWideActivations() {
        return tensors.stream().flatMap(tensor -> tensor.type().stream()).anyMatch(type -> type.bits() > Byte.SIZE);
    }

    Optional<TensorOverride.Range> range(String tensor) {
        return last(matching(tensor), TensorOverride::range);
    }

    Optional<CalibrationMethod> method(String tensor) {
        return last(matching(tensor), TensorOverride::method);
    }

    private List<TensorOverride> matching(String tensor) {
        return tensors.stream().filter(override -> override.matches(tensor)).toList();
    }

    private static <S, T> Optional<T> last(List<S> overrides, Function<S, Optional<T>> setting) {
        return overrides.reversed().stream()
                .map(setting)
                .flatMap(Optional::stream)
                .findFirst();
    }
}
