package dev.narrowgauge.engine.quantizer.placement;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.Fault;
import dev.narrowgauge.domain.error.Faults;
import dev.narrowgauge.domain.recipe.NamePattern;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.settings.Spelling;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** An override that speaks of nothing in the model is a slip that would otherwise go unnoticed. */
final class OverrideCheck {
    private static final int SUGGESTIONS = 3;

    private OverrideCheck() {}

    /** Fails with RECIPE_MATCHES_NOTHING, a fault for each pattern that does. */
    static void check(Recipe recipe, List<GraphNode> nodes) {
        Faults faults = new Faults();
        Set<String> nodeNames = nodes.stream().map(GraphNode::name).collect(toCollection(LinkedHashSet::new));
        recipe.overrides()
                .nodes()
                .forEach(override ->
                        override.match().forEach(pattern -> checkMatch("node", "nodes", pattern, nodeNames, faults)));
        Set<String> values = nodes.stream()
                .flatMap(node -> Stream.concat(node.inputs().stream(), node.outputs().stream()))
                .filter(name -> !name.isEmpty())
                .collect(toCollection(LinkedHashSet::new));
        recipe.overrides()
                .tensors()
                .forEach(override ->
                        override.match().forEach(pattern -> checkMatch("tensor", "tensors", pattern, values, faults)));
        faults.raise();
    }

    private static void checkMatch(String kind, String key, String pattern, Set<String> names, Faults faults) {
        NamePattern compiled = new NamePattern(pattern);
        boolean matches =
                compiled.isName() ? names.contains(pattern) : names.stream().anyMatch(compiled::matches);
        if (!matches) {
            faults.add(() -> new Fault(
                    ErrorCode.RECIPE_MATCHES_NOTHING,
                    "The recipe's 'overrides.%s' has the pattern '%s', which no %s of the prepared model matches; %s."
                            .formatted(key, pattern, kind, suggestion(pattern, names)),
                    Optional.empty()));
        }
    }

    private static String suggestion(String pattern, Collection<String> names) {
        List<String> nearest = Spelling.nearest(pattern, names, SUGGESTIONS);
        return nearest.isEmpty()
                ? "it has none"
                : "the nearest are "
                        + nearest.stream().map(name -> "'" + name + "'").collect(joining(", "));
    }
}
