package dev.narrowgauge.engine.runtime.quantize;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.narrowgauge.domain.node.ProcessorFeatures;
import dev.narrowgauge.domain.recipe.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;

/** The machine that quantizes, as a target. */
public final class ThisMachine {
    private ThisMachine() {}

    /** GENERIC where the system does not say what the processor has. */
    public static Target target() {
        return target(Path.of("/proc"), System.getProperty("os.arch"));
    }

    static Target target(Path proc, String architecture) {
        try {
            return ProcessorFeatures.target(features(proc, architecture));
        } catch (IOException e) {
            return Target.GENERIC;
        }
    }

    private static SortedSet<String> features(Path proc, String architecture) throws IOException {
        if (architecture.equals("aarch64")) {
            return ProcessorFeatures.ofArm(Files.readAllBytes(proc.resolve("self/auxv")));
        }
        List<String> lines = Files.readAllLines(proc.resolve("cpuinfo"), ISO_8859_1);
        String flags = lines.stream()
                .filter(line -> line.startsWith("flags"))
                .map(line -> line.substring(line.indexOf(':') + 1))
                .findFirst()
                .orElse("");
        return ProcessorFeatures.ofX86(flags);
    }
}
