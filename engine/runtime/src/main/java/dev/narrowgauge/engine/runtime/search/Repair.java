package dev.narrowgauge.engine.runtime.search;

import dev.narrowgauge.domain.recipe.Mode;
import dev.narrowgauge.domain.recipe.NodeOverride;
import dev.narrowgauge.domain.recipe.NodeOverride.Placement;
import dev.narrowgauge.domain.recipe.Overrides;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.engine.runtime.evaluate.ComparedOutput;
import dev.narrowgauge.engine.runtime.ranking.NodeDamage;
import dev.narrowgauge.engine.runtime.ranking.Ranking;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Takes nodes out of the integers, those that cost the outputs most for what they save, until the limits hold with a little
 * in reserve; then tries fewer. Layers that can measure their ranges while they run do so first.
 */
final class Repair {
    private static final int MOST_TRIALS = 8;

    private final Workshop workshop;
    private final LimitUse limits;
    private final SearchBudget budget;
    private final Trial broken;
    private final Consumer<Trial> found;
    private final Fallback fallback;
    private final Set<String> measuring;

    /**
     * @param broken breaks a limit
     * @param ranking of its quantized nodes
     * @param measuring nodes that can measure their ranges at each run and do not; empty where none is to
     * @param found takes every variant that is tried
     */
    Repair(
            Workshop workshop,
            LimitUse limits,
            SearchBudget budget,
            Trial broken,
            Ranking ranking,
            Set<String> measuring,
            Consumer<Trial> found) {
        this.workshop = workshop;
        this.limits = limits;
        this.budget = budget;
        this.broken = broken;
        this.measuring = measuring;
        this.found = found;
        List<NodeDamage> free = ranking.nodes().stream()
                .filter(node -> broken.recipe()
                        .placementOf(node.node())
                        .filter(Placement.QUANTIZED::equals)
                        .isEmpty())
                .toList();
        this.fallback = new Fallback(free, workshop.readers(broken), mostLeft(), workshop.prices(broken));
    }

    /** Noise power that may be left, as a share of what there is, in the outputs that have too much. */
    private Map<String, Double> mostLeft() {
        Map<String, Double> left = new HashMap<>();
        for (ComparedOutput output : broken.outputs()) {
            double amplitude = LimitUse.reserve(output.agreement()) / limits.of(output);
            if (amplitude < 1) {
                left.put(output.name(), amplitude * amplitude);
            }
        }
        return left;
    }

    /** The cheapest variant that holds the limits; empty where none was found with what the budget allows. */
    Optional<Trial> run() {
        Optional<Trial> best = Optional.empty();
        int failed = 0;
        int held = fallback.steps() + 1;
        for (int trial = 0; trial < MOST_TRIALS && held - failed > 1; trial++) {
            if (!budget.allows(workshop.runsOfALook())) {
                break;
            }
            int steps = next(failed, held);
            Trial next = tried(List.copyOf(fallback.nodes(steps)));
            fallback.learn(steps, left(next));
            if (limits.isSafe(next.outputs())) {
                best = Optional.of(next);
                held = steps;
            } else {
                failed = steps;
            }
        }
        return best;
    }

    /**
     * What the forecast says, but between what was too little and what was enough; where both are known and the forecast
     * lies at one of them, half-way.
     */
    private int next(int failed, int held) {
        int forecast = fallback.fewest();
        boolean isBetween = forecast > failed && forecast < held;
        if (isBetween) {
            return forecast;
        }
        return held > fallback.steps() ? Math.min(held - 1, 2 * failed + 1) : failed + (held - failed) / 2;
    }

    private Trial tried(List<String> nodes) {
        Trial trial = workshop.look(describe(nodes), recipe(nodes), limits);
        budget.spend(workshop.runsOfALook());
        found.accept(trial);
        return trial;
    }

    private Map<String, Double> left(Trial trial) {
        Map<String, Double> before = new HashMap<>();
        broken.outputs().forEach(output -> before.put(output.name(), limits.of(output)));
        Map<String, Double> left = new HashMap<>();
        for (ComparedOutput output : trial.outputs()) {
            double ratio = limits.of(output) / before.getOrDefault(output.name(), 1.0);
            left.put(output.name(), ratio * ratio);
        }
        return left;
    }

    private Recipe recipe(List<String> nodes) {
        List<String> dynamic = nodes.stream().filter(measuring::contains).toList();
        List<String> floats =
                nodes.stream().filter(node -> !measuring.contains(node)).toList();
        List<NodeOverride> overrides = new ArrayList<>();
        if (!dynamic.isEmpty()) {
            overrides.add(NodeOverride.placing(dynamic, Placement.DYNAMIC));
        }
        if (!floats.isEmpty()) {
            overrides.add(NodeOverride.placing(floats, Placement.FLOAT));
        }
        Recipe base = dynamic.isEmpty() ? broken.recipe() : broken.recipe().withMode(Mode.MIXED);
        return base.withMore(new Overrides(overrides, List.of()));
    }

    private String describe(List<String> nodes) {
        long dynamic = nodes.stream().filter(measuring::contains).count();
        String first = nodes.size() == 1 ? nodes.getFirst() : nodes.getFirst() + " and others";
        String floats = nodes.size() - dynamic == 0 ? "" : "%d in float".formatted(nodes.size() - dynamic);
        String measured = dynamic == 0 ? "" : "%d measured at each run".formatted(dynamic);
        String both = floats.isEmpty() || measured.isEmpty() ? "" : ", ";
        return "%s, with the nodes that cost most (%s): %s%s%s"
                .formatted(broken.what().split(":")[0], first, floats, both, measured);
    }
}
