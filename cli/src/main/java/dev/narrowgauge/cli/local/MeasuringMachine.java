package dev.narrowgauge.cli.local;

import dev.narrowgauge.engine.client.Engine;
import dev.narrowgauge.engine.client.EngineAnswer;
import dev.narrowgauge.engine.client.EngineCall;
import dev.narrowgauge.proto.engine.InspectModel;
import dev.narrowgauge.proto.engine.ModelDescription;
import java.nio.file.Path;
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
    /** @param model any that can be read */
    static MeasuringMachine ofThisMachine(Path model, EngineCall call) {
        EngineAnswer<ModelDescription> answer = Engine.installed()
                .inspectModel(
                        InspectModel.newBuilder()
                                .setModelPath(model.toAbsolutePath().toString())
                                .setTellMachine(true)
                                .build(),
                        call);
        return new MeasuringMachine(
                answer.value().getMachine().getTarget(),
                answer.value().getMachine().getProcessor(),
                System.getProperty("os.version"),
                answer.runtimeVersion());
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
