package dev.narrowgauge.agent.hardware;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.digest.Sha256;
import dev.narrowgauge.domain.node.Node;
import dev.narrowgauge.domain.node.ProcessorFeatures;
import dev.narrowgauge.domain.recipe.Target;
import dev.narrowgauge.domain.settings.Section;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What this node is, as far as it decides how fast and how exactly a model runs.
 *
 * @param processorLimit processors that the container may use; empty when not limited
 * @param memoryLimitBytes memory that the container may use; empty when not limited
 */
public record HardwareProfile(
        Processor processor,
        long memoryBytes,
        String kernel,
        OptionalDouble processorLimit,
        OptionalLong memoryLimitBytes,
        List<NvidiaGpu> gpus,
        MachineSettings settings) {
    public HardwareProfile {
        requireNonNull(processor, "processor is null");
        requireNonNull(kernel, "kernel is null");
        requireNonNull(processorLimit, "processorLimit is null");
        requireNonNull(memoryLimitBytes, "memoryLimitBytes is null");
        requireNonNull(settings, "settings is null");
        gpus = List.copyOf(gpus);
    }

    /** What this node offers to measure: one class for its processor and one for each kind of graphics processor. */
    public List<String> deviceClasses() {
        List<String> classes = new ArrayList<>();
        gpus.stream()
                .map(NvidiaGpu::computeCapability)
                .filter(capability -> !capability.equals(NvidiaGpu.UNKNOWN))
                .map(capability -> "nvidia-sm" + capability.replace(".", ""))
                .distinct()
                .forEach(classes::add);
        Target target = ProcessorFeatures.target(processor.features());
        if (target != Target.GENERIC) {
            classes.add(Section.word(target));
        }
        return List.copyOf(classes);
    }

    /** One line for a person. */
    public String description() {
        String graphics = gpus.stream().map(gpu -> ", " + gpu.name()).collect(Collectors.joining());
        return "%s, %d cores, %d GiB%s".formatted(processor.model(), processor.physicalCores(), gibibytes(), graphics);
    }

    /** Everything that makes timings comparable, in a fixed order. */
    public SortedMap<String, String> values() {
        SortedMap<String, String> values = new TreeMap<>(settings.values());
        values.put("cpu.architecture", processor.architecture());
        values.put("cpu.model", processor.model());
        values.put("cpu.microcode", processor.microcode());
        values.put("cpu.governor", processor.governor());
        values.put("cpu.features", String.join(" ", processor.features()));
        values.put("cpu.cores", Integer.toString(processor.physicalCores()));
        values.put("cpu.processors", Integer.toString(processor.logicalProcessors()));
        values.put("memory.gib", Long.toString(gibibytes()));
        values.put("kernel", kernel);
        processorLimit.ifPresent(limit -> values.put("container.processors", Double.toString(limit)));
        memoryLimitBytes.ifPresent(limit -> values.put("container.memory", Long.toString(limit)));
        for (int i = 0; i < gpus.size(); i++) {
            values.put("gpu." + i + ".name", gpus.get(i).name());
            values.put("gpu." + i + ".uuid", gpus.get(i).uuid());
            values.put("gpu." + i + ".driver", gpus.get(i).driver());
            values.put("gpu." + i + ".capability", gpus.get(i).computeCapability());
        }
        return values;
    }

    /** SHA-256, in hexadecimal, over {@link #values} as {@code key=value} lines. */
    public String fingerprint() {
        String text = values().entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
                .collect(Collectors.joining());
        return Sha256.of(text);
    }

    /** As the registry knows it. */
    public Node toNode(String name, Instant now) {
        return new Node(name, description(), deviceClasses(), fingerprint(), values(), now, now);
    }

    /** Rounded: what the kernel keeps for itself differs by some kilobytes from boot to boot. */
    private long gibibytes() {
        return Math.round(memoryBytes / (double) (1L << 30));
    }
}
