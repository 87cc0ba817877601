package dev.narrowgauge.checks.scale;

import java.util.ArrayList;
import java.util.List;

/**
 * One run of the command line.
 *
 * @param curve what grows; empty for a row that stands for itself
 * @param size of it
 * @param samples to calibrate with
 * @param mode as in a recipe; empty for the default
 */
record ScaleRow(String curve, long size, Network network, int samples, String mode) {
    static final String NODES = "nodes";
    static final String WEIGHTS = "weights";
    static final String SAMPLES = "samples";

    private static final int NARROW = 16;
    private static final int WIDE = 1024;
    private static final long MEGABYTE = 1_000_000;
    private static final int FEW = 32;
    private static final Network ENCODER = new Encoder(12, 768, 128, 8000);

    String name() {
        String what = curve.isEmpty() ? "encoder" : curve + "-" + size;
        return mode.isEmpty() ? what : what + "-" + mode;
    }

    /** From the smallest to the largest of each curve. */
    static List<ScaleRow> all() {
        List<ScaleRow> rows = new ArrayList<>();
        for (int nodes : new int[] {100, 1000, 3000, 10_000, 20_000}) {
            rows.add(new ScaleRow(NODES, nodes, Stack.ofNodes(nodes, NARROW), FEW, ""));
        }
        for (int samples : new int[] {16, 64, 256, 1024, 4096}) {
            rows.add(new ScaleRow(SAMPLES, samples, Stack.ofNodes(100, WIDE / 4), samples, "static"));
        }
        for (int megabytes : new int[] {10, 100, 300, 1000, 3000}) {
            rows.add(new ScaleRow(WEIGHTS, megabytes, Stack.ofBytes(megabytes * MEGABYTE, WIDE), FEW, "dynamic"));
        }
        for (String mode : List.of("", "static", "dynamic")) {
            rows.add(new ScaleRow("", 0, ENCODER, FEW, mode));
        }
        return rows;
    }
}
