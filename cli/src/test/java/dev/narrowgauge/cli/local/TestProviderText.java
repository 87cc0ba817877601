package dev.narrowgauge.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.narrowgauge.cli.output.Screen;
import dev.narrowgauge.cli.output.Screens;
import dev.narrowgauge.domain.provider.Accelerator;
import dev.narrowgauge.domain.provider.HostTransfer;
import dev.narrowgauge.domain.provider.NumberFormat;
import dev.narrowgauge.domain.provider.OutputDifference;
import dev.narrowgauge.domain.provider.PlacedNodes;
import dev.narrowgauge.domain.provider.PlacedNodes.Work;
import dev.narrowgauge.domain.provider.Placement;
import dev.narrowgauge.domain.provider.Provider;
import dev.narrowgauge.domain.provider.ProviderEvidence;
import dev.narrowgauge.domain.provider.ProviderRun;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TestProviderText {
    private static final Accelerator CARD =
            new Accelerator("NVIDIA H100 80GB HBM3", "GPU-1", "570.86", "9.0", 1980, 2619, 0L, 121_400, null, 5);

    @Test
    void namesTheCardItsDriverAndEveryOption() {
        assertThat(print(CARD))
                .contains("NVIDIA H100 80GB HBM3 (nvidia-sm90), driver 570.86")
                .contains("1980 MHz, memory at 2619 MHz, clock event reasons 0x0, 121 W, 5 processes on it;")
                .contains("device_id=0, use_tf32=0");
    }

    @Test
    void aProcessAloneIsNoProcesses() {
        Accelerator alone = new Accelerator("H100", "GPU-1", "570.86", "9.0", null, null, null, null, null, 1);

        assertThat(print(alone)).contains("driver 570.86, 1 process on it;");
    }

    @Test
    void namesWhatRanOnTheProcessor() {
        assertThat(print(CARD))
                .contains("v.onnx on the CPU: DequantizeLinear 11: bias0, bias1,")
                .contains("bias7 and 3 more.");
    }

    @Test
    void whatTheDriverDoesNotTellIsUnknown() {
        assertThat(print(Accelerator.unknown())).contains("On cuda: an unknown card");
    }

    /** As evidence is kept, and read again by whoever recomputes it. */
    @Test
    void evidenceComesBackAsItWas() throws JsonProcessingException {
        JsonMapper mapper = new JsonMapper();
        ProviderEvidence evidence = evidence(CARD);

        assertThat(mapper.readValue(mapper.writeValueAsString(evidence), ProviderEvidence.class))
                .isEqualTo(evidence);
    }

    private static String print(Accelerator card) {
        StringWriter text = new StringWriter();
        Screen screen = Screens.wide(text);
        ProviderText.print(screen, "b.onnx", Map.of("v.onnx", evidence(card)));
        screen.flush();
        return text.toString();
    }

    private static ProviderEvidence evidence(Accelerator card) {
        return new ProviderEvidence(
                Provider.CUDA, 0, new TreeMap<>(Map.of("use_tf32", "0", "device_id", "0")), card, 0.2, run(0), run(11));
    }

    private static ProviderRun run(int fallback) {
        PlacedNodes there = new PlacedNodes("CUDAExecutionProvider", "Conv", Work.COMPUTE, 100, 100);
        List<PlacedNodes> nodes = fallback == 0
                ? List.of(there)
                : List.of(
                        there, new PlacedNodes("CPUExecutionProvider", "DequantizeLinear", Work.COMPUTE, fallback, 10));
        return new ProviderRun(
                new Placement(
                        Provider.CUDA,
                        nodes,
                        IntStream.range(0, fallback).mapToObj(i -> "bias" + i).toList()),
                new OutputDifference(NumberFormat.FLOAT32, Double.POSITIVE_INFINITY),
                new HostTransfer(1, 2),
                1,
                1);
    }
}
