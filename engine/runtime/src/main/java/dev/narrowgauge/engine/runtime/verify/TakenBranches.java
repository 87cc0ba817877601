package dev.narrowgauge.engine.runtime.verify;

import dev.narrowgauge.domain.digest.Sha256;
import dev.narrowgauge.engine.onnx.dataset.Batches;
import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.onnx.graph.Subgraphs;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.quantizer.cost.CountedCost;
import dev.narrowgauge.engine.runtime.files.TaskDirectory;
import dev.narrowgauge.engine.runtime.observe.ObservedModel;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import dev.narrowgauge.engine.runtime.session.Optimization;
import dev.narrowgauge.engine.runtime.session.TensorData;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which branches of a model's conditions the first samples take.
 *
 * @param untaken the others, as {@link CountedCost#branch} calls them; none of a condition that never ran
 */
public record TakenBranches(Set<String> untaken) {
    /** Not by the clock: what is counted would follow from the machine. */
    private static final int SAMPLES = 8;

    public TakenBranches {
        untaken = Set.copyOf(untaken);
    }

    /** @param baseline whose conditions keep their names in what is made of it */
    public static TakenBranches of(ModelProto baseline, BoundDataset data, OnnxRuntime runtime, TaskDirectory work) {
        List<NodeProto> conditions = new ArrayList<>();
        Subgraphs.visitNodes(baseline.getGraph(), node -> {
            if (node.getOpType().equals("If")) {
                conditions.add(node);
            }
        });
        if (conditions.isEmpty()) {
            return new TakenBranches(Set.of());
        }
        // Variants of one model mostly have the same float model.
        String what = "branches of " + Sha256.ofWritten(baseline::writeTo);
        return work.once(what, TakenBranches.class, () -> look(baseline, conditions, data, runtime, work));
    }

    private static TakenBranches look(
            ModelProto baseline,
            List<NodeProto> conditions,
            BoundDataset data,
            OnnxRuntime runtime,
            TaskDirectory work) {
        Set<String> values = conditions.stream().map(node -> node.getInput(0)).collect(Collectors.toSet());
        Map<String, Set<Boolean>> seen = new HashMap<>();
        try (var observed =
                        ObservedModel.open(runtime, baseline, values, Optimization.EXTENDED, work, "branches.onnx");
                Batches batches = data.batches(1)) {
            for (int i = 0; i < SAMPLES && batches.hasNext(); i++) {
                observed.run(batches.next()).forEach((name, value) -> add(value, seen, name));
            }
        }
        Set<String> untaken = new HashSet<>();
        for (NodeProto node : conditions) {
            Set<Boolean> taken = seen.getOrDefault(node.getInput(0), Set.of());
            if (taken.size() == 1) {
                untaken.add(CountedCost.branch(node.getName(), taken.contains(true) ? "else_branch" : "then_branch"));
            }
        }
        return new TakenBranches(untaken);
    }

    private static void add(TensorData value, Map<String, Set<Boolean>> seen, String name) {
        for (int i = 0; i < value.elements(); i++) {
            seen.computeIfAbsent(name, key -> new HashSet<>()).add(value.value(i) != 0);
        }
    }
}
