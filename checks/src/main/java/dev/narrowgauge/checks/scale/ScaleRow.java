package dev.narrowgauge.checks.scale;

import dev.narrowgauge.checks.scale.Goal.Memory;
import java.util.ArrayList;
import java.util.List;

/**
 * One run of the command line.
 *
 * @param curve what grows; of a row that stands for itself its name
 * @param size of it; 0 for a row that stands for itself
 * @param samples to calibrate with
 * @param mode as in a recipe; empty for the default
 * @param memory in MiB that the engine may take; 0 for the default
 * @param budget seconds, after which the run is stopped
 * @param goal what it may take, of rows that stand for themselves
 */
record ScaleRow(String curve, long size, Network network, int samples, String mode, int memory, int budget, Goal goal) {
    static final String NODES = "nodes";
    static final String WEIGHTS = "weights";
    static final String SAMPLES = "samples";

    private static final int NARROW = 16;
    private static final int MIDDLE = 256;
    private static final int WIDE = 1024;
    private static final long MEGABYTE = 1_000_000;
    private static final int FEW = 32;

    String name() {
        String what = size == 0 ? curve : curve + "-" + size;
        return mode.isEmpty() || !curve.startsWith("encoder") ? what : what + "-" + mode;
    }

    boolean isOf(String name) {
        return curve.equals(name);
    }

    /** From the smallest to the largest of each curve. */
    static List<ScaleRow> all() {
        List<ScaleRow> rows = new ArrayList<>();
        int[][] nodes = {{100, 30}, {1000, 60}, {3000, 180}, {10_000, 480}, {20_000, 480}};
        for (int[] each : nodes) {
            rows.add(curve(NODES, each, Stack.ofNodes(each[0], NARROW), FEW, "static"));
        }
        int[][] samples = {{16, 20}, {64, 20}, {256, 30}, {1024, 60}, {4096, 180}};
        for (int[] each : samples) {
            rows.add(curve(SAMPLES, each, Stack.ofNodes(100, MIDDLE), each[0], "static"));
        }
        int[][] megabytes = {{10, 20}, {100, 30}, {300, 60}, {1000, 120}, {3000, 240}};
        for (int[] each : megabytes) {
            rows.add(curve(WEIGHTS, each, Stack.ofBytes(each[0] * MEGABYTE, WIDE), FEW, "dynamic"));
        }
        rows.addAll(alone());
        return rows;
    }

    private static ScaleRow curve(String curve, int[] sizeAndBudget, Network network, int samples, String mode) {
        return new ScaleRow(curve, sizeAndBudget[0], network, samples, mode, 0, sizeAndBudget[1], Goal.NONE);
    }

    private static List<ScaleRow> alone() {
        Network encoder = new Encoder(12, 768, 128, 8000);
        // Twice the model and 500 MB; a pass of the float model over the samples takes 3 s on two cores.
        Goal ofDefault = new Goal(15, 1228 * MEGABYTE, Memory.ALL);
        Goal gigabytes = new Goal(0, 2L << 30, Memory.NOT_MAPPED);
        Stack large = Stack.ofBytes(3000 * MEGABYTE, WIDE * 4);
        return List.of(
                new ScaleRow("encoder", 0, encoder, FEW, "", 0, 60, ofDefault),
                new ScaleRow("encoder", 0, encoder, FEW, "static", 0, 90, new Goal(40, 0, Memory.ALL)),
                new ScaleRow("encoder", 0, encoder, FEW, "dynamic", 0, 60, new Goal(11, 0, Memory.ALL)),
                new ScaleRow(
                        "ppocr-det",
                        0,
                        new SharedNetwork("ppocr-det"),
                        24,
                        "",
                        0,
                        60,
                        new Goal(12, 1L << 30, Memory.ALL)),
                new ScaleRow(
                        "line-recogniser", 0, new LineRecogniser(), 96, "", 0, 60, new Goal(0, 3L << 29, Memory.ALL)),
                new ScaleRow("3-gb-in-1-gb-heap", 0, large, FEW, "dynamic", 2000, 240, gigabytes));
    }
}
