package dev.narrowgauge.engine.onnx.reduce;

import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.onnx.graph.FlatModel;
import dev.narrowgauge.engine.onnx.graph.Subgraphs;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Cuts nodes in branches and bodies as if they stood beside the main graph. What they read of others becomes an input of the
 * model; they stay where they are as long as their control-flow node does, and come out of it when that is cut.
 */
final class Bodies {
    private final FlatModel flat;
    private final NodeParts parts;
    private final Bypasses bypasses;

    Bodies(FaultyModel model, KnownValues known) {
        this.flat = FlatModel.of(model.model());
        FaultyModel whole = new FaultyModel(flat.model(), model.samples());
        this.parts = new NodeParts(whole, known, units(flat));
        this.bypasses = new Bypasses(whole, known);
    }

    static boolean areIn(FaultyModel model) {
        return model.model().getGraph().getNodeList().stream()
                        .anyMatch(node -> !Subgraphs.of(node).isEmpty())
                && FlatModel.of(model.model()).hasScopes();
    }

    NodeParts parts() {
        return parts;
    }

    /** Empty where that is no graph. */
    Optional<FaultyModel> withNodes(Collection<Integer> kept) {
        return nested(() -> parts.of(kept));
    }

    List<String> bypasses() {
        return bypasses.all();
    }

    /** Empty where that is no graph. */
    Optional<FaultyModel> withBypasses(Collection<String> kept) {
        return nested(() -> bypasses.except(kept));
    }

    private Optional<FaultyModel> nested(Supplier<FaultyModel> part) {
        try {
            FaultyModel changed = part.get();
            ModelProto nested = flat.nested(changed.model());
            return Optional.of(Pruning.prune(new FaultyModel(nested, changed.samples())));
        } catch (NarrowgaugeException e) {
            return Optional.empty();
        }
    }

    /** Entries come and go with the control-flow node that they belong to. */
    private static Map<Integer, Set<Integer>> units(FlatModel flat) {
        List<NodeProto> nodes = flat.graph().getNodeList();
        Map<String, Set<Integer>> ofControl = new HashMap<>();
        for (int i = 0; i < nodes.size(); i++) {
            control(flat, nodes.get(i)).ifPresent(addTo(ofControl, i));
        }
        Map<Integer, Set<Integer>> units = new HashMap<>();
        ofControl.values().forEach(unit -> unit.forEach(index -> units.put(index, unit)));
        return units;
    }

    private static Consumer<String> addTo(Map<String, Set<Integer>> ofControl, int index) {
        return control ->
                ofControl.computeIfAbsent(control, _ -> new TreeSet<>()).add(index);
    }

    private static Optional<String> control(FlatModel flat, NodeProto node) {
        if (FlatModel.isEntry(node)) {
            return Optional.of(flat.controlOf(node));
        }
        return FlatModel.isExit(node) ? Optional.of(node.getName()) : Optional.empty();
    }
}
