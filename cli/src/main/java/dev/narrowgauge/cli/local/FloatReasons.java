package dev.narrowgauge.cli.local;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.joining;

import dev.narrowgauge.proto.engine.FloatNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Why nodes stayed float, a line for each cause: sentences that differ only in the operator or the tensor they name are of
 * one cause.
 *
 * @param nodes how many there are of it
 * @param sentence with the causes' operators and how many of each
 */
record FloatReasons(int nodes, String sentence) {

    /** The cause of most nodes first. */
    static List<FloatReasons> of(List<FloatNode> stayedFloat) {
        Map<String, List<FloatNode>> byCause = new LinkedHashMap<>();
        stayedFloat.forEach(node ->
                byCause.computeIfAbsent(cause(node), _ -> new ArrayList<>()).add(node));
        return byCause.values().stream()
                .map(FloatReasons::ofOneCause)
                .sorted(comparing(FloatReasons::nodes).reversed().thenComparing(FloatReasons::sentence))
                .toList();
    }

    private static FloatReasons ofOneCause(List<FloatNode> nodes) {
        Map<String, Long> operators = nodes.stream()
                .collect(Collectors.groupingBy(FloatNode::getOpType, TreeMap::new, Collectors.counting()));
        boolean alike = nodes.stream().map(FloatNode::getReason).distinct().count() == 1;
        String why = alike ? nodes.getFirst().getReason() : cause(nodes.getFirst());
        String which = operators.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
                .map(entry -> operators.size() == 1 ? entry.getKey() : entry.getKey() + " " + entry.getValue())
                .collect(joining(", "));
        return new FloatReasons(nodes.size(), which + ": " + why);
    }

    /** The reason without the names in it. */
    private static String cause(FloatNode node) {
        return node.getReason()
                .replaceAll("\\b" + Pattern.quote(node.getOpType()) + "\\b", "it")
                .replaceAll("'[^']*'", "...");
    }
}
