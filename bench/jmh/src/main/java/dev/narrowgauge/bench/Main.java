package dev.narrowgauge.bench;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs the loops and prints, of those that see every value, what share of a plain copy's memory bandwidth they reach. */
public final class Main {
    private static final Set<String> PASSES = Set.of("copy", "extremes", "histogram", "weights");
    private static final double GIGABYTES = Float.BYTES * (double) HotLoops.VALUES / 1e9;

    private Main() {}

    public static void main(String[] arguments) throws RunnerException {
        Collection<RunResult> results =
                new Runner(new OptionsBuilder().include("HotLoops").build()).run();
        Map<String, Double> copies = new HashMap<>();
        for (RunResult result : results) {
            if (name(result).equals("copy")) {
                copies.put(shape(result), millis(result));
            }
        }
        System.out.printf("%-22s %-8s %10s %8s %14s%n", "loop", "values", "ms", "GB/s", "of a copy");
        for (RunResult result : results) {
            boolean pass = PASSES.contains(name(result));
            System.out.printf(
                    "%-22s %-8s %10.3f %8s %14s%n",
                    name(result),
                    shape(result),
                    millis(result),
                    pass ? "%.2f".formatted(GIGABYTES / millis(result) * 1e3) : "",
                    pass ? "%.0f %%".formatted(100 * copies.get(shape(result)) / millis(result)) : "");
        }
    }

    private static String name(RunResult result) {
        return result.getPrimaryResult().getLabel();
    }

    private static String shape(RunResult result) {
        return result.getParams().getParam("shape");
    }

    private static double millis(RunResult result) {
        return result.getPrimaryResult().getScore();
    }
}
