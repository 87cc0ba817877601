package dev.narrowgauge.cli.output;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A table in columns as wide as their widest cell: the first to the left, the others to the right. */
public final class TextTable {
    private final List<List<String>> rows = new ArrayList<>();

    public TextTable(String... header) {
        rows.add(List.of(header));
    }

    public void add(String... cells) {
        if (cells.length != rows.getFirst().size()) {
            throw new IllegalArgumentException("%d cells for %d columns"
                    .formatted(cells.length, rows.getFirst().size()));
        }
        rows.add(List.of(cells));
    }

    /** A line for each row; a block for each row where the lines would be wider than that. */
    List<String> lines(int width) {
        int[] widths = new int[rows.getFirst().size()];
        for (List<String> row : rows) {
            Arrays.setAll(
                    widths, column -> Math.max(widths[column], row.get(column).length()));
        }
        List<String> lines = rows.stream().map(row -> line(row, widths)).toList();
        return lines.stream().allMatch(line -> line.length() <= width) ? lines : blocks();
    }

    private List<String> blocks() {
        List<String> head = rows.getFirst();
        int widest = head.stream().mapToInt(String::length).max().orElseThrow();
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows.subList(1, rows.size())) {
            lines.add(row.getFirst());
            for (int column = 1; column < head.size(); column++) {
                String name = head.get(column);
                lines.add("  " + name + " ".repeat(widest - name.length()) + "  " + row.get(column));
            }
        }
        return lines;
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = row.get(column);
            String padding = " ".repeat(widths[column] - cell.length());
            line.append(column == 0 ? cell + padding : "  " + padding + cell);
        }
        return line.toString().stripTrailing();
    }
}
