package dev.narrowgauge.engine.quantizer.placement;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.Fault;
import dev.narrowgauge.domain.error.Faults;
import dev.narrowgauge.domain.recipe.NamePattern;
import dev.narrowgauge.domain.recipe.NodeSelection;
import dev.narrowgauge.domain.recipe.Overrides;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.settings.Spelling;
import dev.narrowgauge.engine.onnx.graph.FlatModel;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a recipe says of nothing in the model is a slip that would otherwise go unnoticed. */
public final class PatternCheck {
    private static final int SUGGESTIONS = 3;

    private final Set<String> nodes;
    private final Set<String> opTypes;
    private final Set<String> values;
    private final Faults faults = new Faults();

    private PatternCheck(Collection<GraphNode> all) {
        List<GraphNode> ofTheModel =
                all.stream().filter(node -> !FlatModel.isEntry(node)).toList();
        this.nodes = distinct(ofTheModel.stream().map(GraphNode::name));
        this.opTypes = distinct(ofTheModel.stream().map(GraphNode::opType));
        this.values = distinct(all.stream()
                .flatMap(node -> Stream.concat(node.inputs().stream(), node.outputs().stream()))
                .filter(name -> !name.isEmpty()));
    }

    private static Set<String> distinct(Stream<String> names) {
        return names.collect(toCollection(LinkedHashSet::new));
    }

    /**
     * Fails with RECIPE_MATCHES_NOTHING, a fault for each pattern and each operator type that does, with its place in the
     * recipe.
     *
     * @param nodes all that the prepared model has
     */
    public static void check(Recipe recipe, Collection<GraphNode> nodes) {
        if (!recipe.namesParts()) {
            return;
        }
        PatternCheck check = new PatternCheck(nodes);
        check.selection("include", recipe.include());
        check.selection("exclude", recipe.exclude());
        check.overrides(recipe.overrides());
        check.faults.raise();
    }

    /** Where in its list a name stood is not known: a selection is kept sorted. */
    private void selection(String section, NodeSelection selection) {
        selection.opTypes().stream()
                .filter(opType -> !opTypes.contains(opType))
                .forEach(opType -> add(
                        "/%s/opTypes".formatted(section),
                        "The recipe's '%s.opTypes' has '%s', and no node of the prepared model is of that type"
                                .formatted(section, opType),
                        opType,
                        opTypes));
        selection.nodes().forEach(pattern -> match(section + ".nodes", "/%s/nodes".formatted(section), pattern));
    }

    private void overrides(Overrides overrides) {
        for (int i = 0; i < overrides.nodes().size(); i++) {
            List<String> patterns = overrides.nodes().get(i).match();
            for (int j = 0; j < patterns.size(); j++) {
                match("overrides.nodes", "/overrides/nodes/" + i + "/match/" + j, patterns.get(j));
            }
        }
        for (int i = 0; i < overrides.tensors().size(); i++) {
            List<String> patterns = overrides.tensors().get(i).match();
            for (int j = 0; j < patterns.size(); j++) {
                String pointer = "/overrides/tensors/" + i + "/match/" + j;
                match("overrides.tensors", pointer, patterns.get(j), "tensor", values);
            }
        }
    }

    private void match(String key, String pointer, String pattern) {
        match(key, pointer, pattern, "node", nodes);
    }

    private void match(String key, String pointer, String pattern, String kind, Set<String> names) {
        NamePattern compiled = new NamePattern(pattern);
        boolean matches =
                compiled.isName() ? names.contains(pattern) : names.stream().anyMatch(compiled::matches);
        if (!matches) {
            add(
                    pointer,
                    "The recipe's '%s' has the pattern '%s', which no %s of the prepared model matches"
                            .formatted(key, pattern, kind),
                    pattern,
                    names);
        }
    }

    private void add(String pointer, String sentence, String written, Collection<String> known) {
        faults.add(() -> new Fault(
                ErrorCode.RECIPE_MATCHES_NOTHING,
                "%s; %s.".formatted(sentence, suggestion(written, known)),
                Optional.of(pointer)));
    }

    private static String suggestion(String written, Collection<String> known) {
        List<String> nearest = Spelling.nearest(written, known, SUGGESTIONS);
        return nearest.isEmpty()
                ? "it has none"
                : "the nearest are "
                        + nearest.stream().map(name -> "'" + name + "'").collect(joining(", "));
    }
}
