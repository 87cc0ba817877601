package dev.narrowgauge.domain.recipe;

import java.util.List;

/** A set of nodes, by operator type and by {@link NamePattern} of the node's name. */
public record NodeSelection(List<String> opTypes, List<String> nodes) {
    public static final NodeSelection EMPTY = new NodeSelection(List.of(), List.of());

    public NodeSelection {
        opTypes = opTypes.stream().distinct().sorted().toList();
        nodes = nodes.stream().distinct().sorted().toList();
    }

    public boolean isEmpty() {
        return opTypes.isEmpty() && nodes.isEmpty();
    }

    public boolean matches(String opType, String nodeName) {
        return opTypes.contains(opType)
                || nodes.stream().anyMatch(pattern -> new NamePattern(pattern).matches(nodeName));
    }
}
