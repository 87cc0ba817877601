package dev.narrowgauge.cli.local;

import dev.narrowgauge.proto.engine.Machine;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a benchmark is measured, as far as a second look must know it.
 *
 * @param deviceClass as nodes offer it, for example x86-vnni; ratios of another class need not agree
 * @param processor in the words of its maker
 * @param kernel release of the system
 * @param runtimeVersion of ONNX Runtime
 */
record MeasuringMachine(String deviceClass, String processor, String kernel, String runtimeVersion) {
    /**
     * @param machine as the engine tells it
     * @param runtimeVersion of ONNX Runtime
     */
    static MeasuringMachine of(Machine machine, String runtimeVersion) {
        return new MeasuringMachine(
                machine.getTarget(), machine.getProcessor(), System.getProperty("os.version"), runtimeVersion);
    }

    /** For a person. */
    String description() {
        return "%s (%s)".formatted(deviceClass, processor);
    }

    /** What is another one of the same class, sentences. */
    List<String> differences(MeasuringMachine first) {
        List<String> differences = new ArrayList<>();
        add("processor", first.processor, processor, differences);
        add("kernel", first.kernel, kernel, differences);
        add("ONNX Runtime", first.runtimeVersion, runtimeVersion, differences);
        return differences;
    }

    private static void add(String what, String first, String now, List<String> differences) {
        if (!first.equals(now)) {
            differences.add("The %s was %s and is %s now, which may explain a difference.".formatted(what, first, now));
        }
    }
}
