package dev.narrowgauge.engine.runtime.search;

import dev.narrowgauge.domain.recipe.Mode;
import dev.narrowgauge.domain.recipe.NodeOverride;
import dev.narrowgauge.domain.recipe.NodeOverride.Placement;
import dev.narrowgauge.domain.recipe.Overrides;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.quantizer.StaticQuantizer;
import dev.narrowgauge.engine.quantizer.VariantPlan;
import dev.narrowgauge.engine.quantizer.cost.CountedCost;
import dev.narrowgauge.engine.quantizer.dynamic.DynamicQuantizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A variant to begin a search with.
 *
 * @param what it is, for a person
 */
record Start(String what, Recipe recipe) {
    /** Of the float model's cost; where kernels with dynamic ranges could take less than that away, none is tried. */
    private static final double LEAST_SHARE = 0.05;

    private static final Set<String> PRODUCTS =
            Set.of("MatMul", "FusedMatMul", "Gemm", "FusedGemm", "LSTM", "Attention");

    private static final String STATIC = "static: every range measured beforehand";
    private static final String DYNAMIC = "dynamic: every range measured at each run";

    /** Static where there is anything to be static. */
    static Start first(ModelProto prepared, Recipe recipe) {
        boolean nothing = names(StaticQuantizer.plan(prepared, recipe)).isEmpty()
                && !names(DynamicQuantizer.plan(prepared, recipe)).isEmpty();
        return nothing
                ? new Start(DYNAMIC, recipe.withMode(Mode.DYNAMIC))
                : new Start(STATIC, recipe.withMode(Mode.STATIC));
    }

    /**
     * Where layers that can measure their ranges while they run are worth it, dynamic and both mixtures: those layers dynamic
     * that have no static kernel, or all of them. Where static brings nothing dynamic is worth a try in any case: all but
     * those layers stay as they are.
     *
     * @param cost of the float model
     */
    static List<Start> others(ModelProto prepared, Recipe recipe, CountedCost cost, boolean staticBringsNothing) {
        Set<String> beforehand = new HashSet<>(names(StaticQuantizer.plan(prepared, recipe)));
        List<String> dynamic = names(DynamicQuantizer.plan(prepared, recipe));
        List<Start> others = new ArrayList<>();
        boolean isWorthIt = share(cost) >= LEAST_SHARE;
        if (dynamic.isEmpty() || beforehand.isEmpty() || !isWorthIt && !staticBringsNothing) {
            return others;
        }
        others.add(new Start(DYNAMIC, recipe.withMode(Mode.DYNAMIC)));
        if (!isWorthIt) {
            return others;
        }
        List<String> both = dynamic.stream().filter(beforehand::contains).toList();
        if (both.size() < dynamic.size()) {
            others.add(new Start(
                    "mixed: ranges measured beforehand, and at each run for layers without such a kernel",
                    recipe.withMode(Mode.MIXED)));
        }
        if (!both.isEmpty() && both.size() < beforehand.size()) {
            others.add(new Start(
                    "mixed: ranges of matrix products measured at each run, the others beforehand",
                    mixed(recipe, both)));
        }
        return others;
    }

    private static Recipe mixed(Recipe recipe, List<String> dynamic) {
        return recipe.withMode(Mode.MIXED)
                .withMore(new Overrides(List.of(NodeOverride.placing(dynamic, Placement.DYNAMIC)), List.of()));
    }

    private static List<String> names(VariantPlan plan) {
        return plan.integerProducts().stream().map(GraphNode::name).toList();
    }

    private static double share(CountedCost cost) {
        double products = cost.nodes().stream()
                .filter(node -> PRODUCTS.contains(node.opType()))
                .mapToDouble(CountedCost.NodeCost::nanos)
                .sum();
        return products / Math.max(1, cost.nanos());
    }
}
