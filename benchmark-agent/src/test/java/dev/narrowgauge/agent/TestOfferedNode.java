package dev.narrowgauge.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.agent.hardware.HardwareProfile;
import dev.narrowgauge.agent.hardware.MachineSettings;
import dev.narrowgauge.agent.hardware.NvidiaGpu;
import dev.narrowgauge.agent.hardware.Processor;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TestOfferedNode {
    @Test
    void aGraphicsProcessorThatNothingHasRunOnIsNotOffered() {
        assertThat(offered(Set.of())).isEmpty();
    }

    @Test
    void aProvenOneIs() {
        assertThat(offered(Set.of("nvidia-sm90"))).containsExactly("nvidia-sm90");
    }

    private static List<String> offered(Set<String> proven) {
        HardwareProfile profile = new HardwareProfile(
                new Processor("x86_64", "A processor", "1", "performance", new TreeSet<>(), 1, 1),
                1L << 30,
                "6.1",
                OptionalDouble.empty(),
                OptionalLong.empty(),
                List.of(
                        new NvidiaGpu("NVIDIA H100", "GPU-1", "570.86", "9.0"),
                        new NvidiaGpu("NVIDIA A100", "GPU-2", "570.86", "8.0")),
                new MachineSettings(new TreeMap<>()));
        return OfferedNode.of(profile, "node", Instant.EPOCH, proven).deviceClasses();
    }
}
