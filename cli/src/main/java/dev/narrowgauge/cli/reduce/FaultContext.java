package dev.narrowgauge.cli.reduce;

import dev.narrowgauge.domain.decision.Numbers;
import dev.narrowgauge.domain.node.PhysicalCores;
import dev.narrowgauge.engine.client.EngineAnswer;
import dev.narrowgauge.engine.client.EngineLimits;
import dev.narrowgauge.proto.engine.Machine;
import dev.narrowgauge.proto.engine.ModelDescription;

/**
 * Where a fault showed.
 *
 * @param processor in the words of its maker
 * @param target that the processor is, which a recipe without one is made for
 */
record FaultContext(String engineVersion, String runtimeVersion, String processor, String target, EngineLimits limits) {

    static FaultContext of(EngineAnswer<ModelDescription> answer, EngineLimits limits) {
        Machine machine = answer.value().getMachine();
        return new FaultContext(
                answer.engineVersion(), answer.runtimeVersion(), machine.getProcessor(), machine.getTarget(), limits);
    }

    String sentence() {
        String threads = limits.threads() == 0 ? "as many threads as physical cores" : limits.threads() + " threads";
        return "Narrowgauge %s, ONNX Runtime %s, on %s %s (%s), %s with %d processors, target %s; %s, at most %s of memory and %s."
                .formatted(
                        engineVersion,
                        runtimeVersion,
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        System.getProperty("os.arch"),
                        processor,
                        PhysicalCores.allowedProcessors(),
                        target,
                        threads,
                        Numbers.bytes(limits.memoryBytes()),
                        Numbers.seconds(limits.deadline().toMillis() / 1e3));
    }
}
