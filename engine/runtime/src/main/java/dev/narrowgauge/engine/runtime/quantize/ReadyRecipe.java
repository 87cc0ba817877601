package dev.narrowgauge.engine.runtime.quantize;

import dev.narrowgauge.domain.recipe.NodeOverride;
import dev.narrowgauge.domain.recipe.Overrides;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.report.CountedReport;
import dev.narrowgauge.domain.report.ReadyRecipeReport;
import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.onnx.graph.FlatModel;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.quantizer.placement.CountedRun;
import dev.narrowgauge.engine.runtime.SamplePlan;
import dev.narrowgauge.engine.runtime.files.TaskDirectory;
import dev.narrowgauge.engine.runtime.ranking.NodeDamage;
import dev.narrowgauge.engine.runtime.ranking.Ranking;
import dev.narrowgauge.engine.runtime.ranking.VariantNoise;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import dev.narrowgauge.engine.runtime.variant.Conversion;
import dev.narrowgauge.engine.runtime.variant.FusionRounds;
import dev.narrowgauge.engine.runtime.variant.SampleRun;
import java.lang.foreign.Arena;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The recipe that a ranking advises: as few of the worst nodes in float as should halve the noise, or bring it below the
 * limit for values where it is above. Its variant is made and tried, so what it is said to bring has been seen.
 */
final class ReadyRecipe {
    /** 20 dB, the standard limit for an output of values. */
    private static final double LIMIT = 0.01;

    /** Of more in float not much of the variant is left. */
    private static final double LARGEST_PART = 0.25;

    private static final double MOSTLY = 0.5;

    /** Loading a variant with more of them, three times for this, takes ONNX Runtime longer than all runs. */
    private static final int MOST_NODES = 2000;

    /** Below it floats are not told apart. */
    private static final double LEAST_NOISE = 1e-15;

    private final FusionRounds present;
    private final Conversion conversion;
    private final Recipe recipe;
    private final BoundDataset samples;
    private final OnnxRuntime runtime;
    private final TaskDirectory work;
    private final CountedRun run;
    private final double floatCost;

    /** @param recipe with the mode that the variant has */
    ReadyRecipe(FusionRounds present, Recipe recipe, BoundDataset samples, OnnxRuntime runtime, TaskDirectory work) {
        this.present = present;
        this.conversion = present.conversion();
        this.recipe = recipe;
        this.samples = samples;
        this.runtime = runtime;
        this.work = work;
        this.run = SampleRun.of(recipe.target(), conversion.baseline(), samples, runtime, work);
        this.floatCost = SampleRun.micros(conversion.baseline(), run, runtime, work);
    }

    /** Empty where no node is worth it, the variant has no plan that could be changed, or it has too many nodes to try another. */
    Optional<ReadyRecipeReport> of(Ranking ranking) {
        int nodes = conversion.baseline().getGraph().getNodeCount();
        if (conversion.plan().isEmpty() || ranking.total() == 0 || nodes > MOST_NODES) {
            return Optional.empty();
        }
        try (Arena arena = Arena.ofShared()) {
            int most = SamplePlan.of(conversion.baseline().getGraph()).forAdvice();
            return of(ranking, VariantNoise.against(conversion.baseline(), samples, most, arena, runtime, work));
        }
    }

    private Optional<ReadyRecipeReport> of(Ranking ranking, VariantNoise noise) {
        double before = noise.of(conversion.variant().model());
        List<String> worst = worst(ranking, Math.min(before / 2, LIMIT) / before);
        if (worst.isEmpty()) {
            return Optional.empty();
        }
        Recipe ready = recipe.withMore(
                new Overrides(List.of(NodeOverride.placing(worst, NodeOverride.Placement.FLOAT)), List.of()));
        return make(ready)
                .map(made -> ReadyRecipeReport.of(
                        written(ready),
                        worst,
                        figures(present, before),
                        figures(made, noise.of(made.conversion().variant().model())),
                        noise.samples()))
                .filter(report -> report.expected().sqnrDb() > report.present().sqnrDb());
    }

    /** The fewest that leave not more than that part of the noise, as far as it adds up. */
    private List<String> worst(Ranking ranking, double part) {
        int most = Math.max(1, (int) (LARGEST_PART * ranking.nodes().size()));
        double left = ranking.total();
        double goal = part * left;
        Map<String, NodeDamage> byName =
                ranking.nodes().stream().collect(Collectors.toMap(NodeDamage::node, node -> node));
        Set<String> tables = tables();
        Set<String> chosen = new LinkedHashSet<>();
        for (NodeDamage node : ranking.nodes()) {
            if (chosen.size() >= most || left <= goal || node.total() == 0) {
                break;
            }
            // Tables are quantized for the size of the file: in float they would undo that.
            if (tables.contains(node.node())) {
                continue;
            }
            chosen.add(node.node());
            if (node.rounding() > MOSTLY) {
                addReaders(node, byName, chosen);
            }
            left -= node.total();
        }
        return List.copyOf(chosen);
    }

    private Set<String> tables() {
        Graph graph = Graph.of(FlatModel.of(conversion.baseline()).graph());
        return graph.nodes().stream()
                .filter(node -> node.isStandard("Gather")
                        && graph.constant(node.input(0)).isPresent())
                .map(GraphNode::name)
                .collect(Collectors.toSet());
    }

    /** What only moves values on reads the codes for others. */
    private static void addReaders(NodeDamage node, Map<String, NodeDamage> byName, Set<String> chosen) {
        for (String reader : node.readers()) {
            NodeDamage known = byName.get(reader);
            if (chosen.add(reader) && known != null && known.local() == 0) {
                addReaders(known, byName, chosen);
            }
        }
    }

    private Optional<FusionRounds> make(Recipe ready) {
        return conversion
                .withRecipe(ready)
                .map(changed -> FusionRounds.unprofiled(changed, ready, "ready.onnx", samples, runtime, work));
    }

    private ReadyRecipeReport.Figures figures(FusionRounds variant, double noise) {
        double decibel = -10 * Math.log10(Math.max(noise, LEAST_NOISE));
        ModelProto model = variant.conversion().variant().model();
        double cost = variant.counted()
                .map(CountedReport::micros)
                .orElseGet(() -> SampleRun.micros(model, run, runtime, work));
        return new ReadyRecipeReport.Figures(decibel, cost / floatCost, model.getSerializedSize());
    }

    /** What a person has to write: the rest follows from the target. */
    private static Map<String, Object> written(Recipe recipe) {
        Map<String, Object> all = recipe.toMap();
        Map<String, Object> usual = Recipe.fromMap(
                        Map.of("target", all.get("target"), "precision", all.get("precision"), "mode", all.get("mode")))
                .toMap();
        List<String> always = List.of("name", "target", "precision", "mode");
        Map<String, Object> written = new LinkedHashMap<>();
        all.forEach((key, value) -> {
            if (always.contains(key) || !value.equals(usual.get(key))) {
                written.put(key, value);
            }
        });
        return written;
    }
}
