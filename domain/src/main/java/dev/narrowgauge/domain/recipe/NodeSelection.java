package dev.narrowgauge.domain.recipe;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A set of nodes, by operator type and by node name. In a name pattern {@code *} stands for any characters and {@code ?}
 * for one.
 */
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
                || nodes.stream()
                        .anyMatch(pattern -> compile(pattern).matcher(nodeName).matches());
    }

    private static Pattern compile(String pattern) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char character = pattern.charAt(i);
            switch (character) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(String.valueOf(character)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
