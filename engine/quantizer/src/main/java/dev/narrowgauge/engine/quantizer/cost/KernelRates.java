package dev.narrowgauge.engine.quantizer.cost;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.recipe.Target;
import dev.narrowgauge.domain.settings.Section;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/**
 * What ONNX Runtime's kernels take on one class of machines, on one thread: the prices from which {@link CountedCost} counts.
 * The table is a file of this module with a version, written by {@code bench/rates.py} or estimated; it says which.
 */
public final class KernelRates {
    private static final String VERSION = "version";
    private static final String ORIGIN = "origin";

    /** For kernels that have no row: a float function that computes value by value. */
    private static final String OTHER = "tanh.float";

    /** What every node takes beside its kernel, as it runs between others. */
    private static final String NODE = "node";

    private final String version;
    private final String origin;
    private final Map<String, Rate> rows;

    /** Nanoseconds of each unit of {@link Work}. */
    record Rate(double call, double mac, double tap, double row, double read, double written) {
        double nanos(Work work) {
            return call * work.calls()
                    + mac * work.macs()
                    + tap * work.taps()
                    + row * work.rows()
                    + read * work.read()
                    + written * work.written();
        }
    }

    private KernelRates(String version, String origin, Map<String, Rate> rows) {
        this.version = requireNonNull(version, "version is null");
        this.origin = requireNonNull(origin, "origin is null");
        this.rows = Map.copyOf(rows);
    }

    /** The table of the target; accelerators have that of the CPU that feeds them, since no table of ours speaks of them. */
    public static KernelRates of(Target target) {
        return read(
                switch (target) {
                    case GENERIC, X86_AVX2 -> Target.X86_AVX2;
                    case X86_VNNI, CUDA, TENSORRT -> Target.X86_VNNI;
                    case X86_AMX -> Target.X86_AMX;
                    case ARM_DOTPROD -> Target.ARM_DOTPROD;
                    case ARM_I8MM -> Target.ARM_I8MM;
                });
    }

    private static KernelRates read(Target target) {
        String file = Section.word(target) + ".properties";
        Properties table = new Properties();
        try (InputStream stream = requireNonNull(KernelRates.class.getResourceAsStream(file), file)) {
            table.load(new InputStreamReader(stream, UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("The table of rates " + file + " is not readable", e);
        }
        Map<String, Rate> rows = new HashMap<>();
        table.stringPropertyNames().stream()
                .filter(name -> !name.equals(VERSION) && !name.equals(ORIGIN))
                .forEach(name -> rows.put(name, rate(table.getProperty(name))));
        return new KernelRates(table.getProperty(VERSION), table.getProperty(ORIGIN), rows);
    }

    /** From {@code fixed 210, mac 0.007}. */
    private static Rate rate(String text) {
        Map<String, Double> parts = new HashMap<>();
        for (String part : text.split(", ")) {
            String[] words = part.split(" ");
            parts.put(words[0], Double.valueOf(words[1]));
        }
        return new Rate(
                parts.getOrDefault("fixed", 0.0),
                parts.getOrDefault("mac", 0.0),
                parts.getOrDefault("tap", 0.0),
                parts.getOrDefault("row", 0.0),
                parts.getOrDefault("read", 0.0),
                parts.getOrDefault("written", 0.0));
    }

    /** Names class and edition, for example {@code x86-vnni-1}: the same version gives the same choices. */
    public String version() {
        return version;
    }

    /** On what machine the rates were measured, or from what they were estimated. */
    public String origin() {
        return origin;
    }

    /** @param kernel a row of the table; what has none is priced as a float function */
    public double nanos(String kernel, Work work) {
        double ofNode = work.calls() > 0 ? rows.get(NODE).call() : 0;
        return ofNode + rows.getOrDefault(kernel, rows.get(OTHER)).nanos(work);
    }

    boolean knows(String kernel) {
        return rows.containsKey(kernel);
    }
}
