package dev.narrowgauge.cli.local;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import dev.narrowgauge.proto.engine.Explained;
import dev.narrowgauge.proto.engine.PlannedNode;
import dev.narrowgauge.proto.engine.Setting;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** An explanation for people. */
final class ExplanationText {
    private ExplanationText() {}

    static void print(PrintWriter out, Explained explained) {
        List<List<String>> settings = new ArrayList<>(List.of(List.of("setting", "value", "from")));
        explained.getSettingsList().forEach(setting -> settings.add(row(setting)));
        printColumns(out, settings);
        out.println();
        List<List<String>> nodes =
                new ArrayList<>(List.of(List.of("node", "operator", "placement", "reads", "gives", "weights", "why")));
        explained.getNodesList().forEach(node -> nodes.add(row(node)));
        printColumns(out, nodes);
        out.println();
        out.printf("%d nodes: %s%n", explained.getNodesCount(), counts(explained.getNodesList()));
        notes(explained).forEach(out::println);
    }

    /** One by one: the list that the message has is of a type of the protocol library. */
    static List<String> notes(Explained explained) {
        return IntStream.range(0, explained.getNotesCount())
                .mapToObj(explained::getNotes)
                .toList();
    }

    private static List<String> row(Setting setting) {
        return List.of(setting.getKey(), setting.getValueJson().replace("\"", ""), setting.getOrigin());
    }

    private static List<String> row(PlannedNode node) {
        return List.of(
                node.getName(),
                node.getOpType(),
                node.getPlacement(),
                node.getActivations(),
                node.getResults(),
                node.getWeights(),
                node.getReason());
    }

    private static String counts(List<PlannedNode> nodes) {
        return nodes.stream()
                .collect(groupingBy(PlannedNode::getPlacement, TreeMap::new, counting()))
                .entrySet()
                .stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(joining(", "));
    }

    /** Every column as wide as its widest cell, all to the left: these are words. */
    private static void printColumns(PrintWriter out, List<List<String>> rows) {
        int[] widths = new int[rows.getFirst().size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                line.append(row.get(i)).repeat(' ', widths[i] - row.get(i).length() + 2);
            }
            out.println(line.toString().stripTrailing());
        }
    }
}
