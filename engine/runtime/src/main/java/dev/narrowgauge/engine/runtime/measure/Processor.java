package dev.narrowgauge.engine.runtime.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What this machine computes with, in the words of its maker where the system tells. */
public final class Processor {
    private static final Path INFORMATION = Path.of("/proc/cpuinfo");
    private static final String MODEL_NAME = "model name";

    private Processor() {}

    public static String name() {
        String architecture = System.getProperty("os.arch");
        if (!Files.isReadable(INFORMATION)) {
            return architecture;
        }
        try (Stream<String> lines = Files.lines(INFORMATION)) {
            return lines.filter(line -> line.startsWith(MODEL_NAME) && line.contains(":"))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .filter(name -> !name.isEmpty())
                    .orElse(architecture);
        } catch (IOException e) {
            return architecture;
        }
    }
}
