package dev.narrowgauge.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.decision.Measure;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.proto.engine.Decision;
import dev.narrowgauge.proto.engine.Finding;
import dev.narrowgauge.proto.engine.Quantized;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TestNextStep {
    @Test
    void sizeIsPreferredOnlyWhereItHelpsAndWasNotAsked() {
        assertThat(step(false, false).after(toStayFloat(Measure.LATENCY_RATIO, 1.03)))
                .isEqualTo("ship m.onnx as it is; where size matters more than time, the same with --prefer size");
        assertThat(step(false, true).after(toStayFloat(Measure.LATENCY_RATIO, 1.03)))
                .isEqualTo("ship m.onnx as it is");
        assertThat(step(false, false).after(toStayFloat(Measure.LATENCY_RATIO, 1.25)))
                .isEqualTo("ship m.onnx as it is");
    }

    /** Two changed answers of 128 may be chance; an evaluation set tells. */
    @Test
    void fewSamplesThatSayNoAreFollowedByMore() {
        assertThat(step(false, false).after(toStayFloat(Measure.CHANGED_CLASSES, 0.0156)))
                .contains("--evaluation DATA.npz");
        assertThat(step(true, false).after(toStayFloat(Measure.CHANGED_CLASSES, 0.0156)))
                .contains("--report-page");
    }

    @Test
    void aCrashIsFollowedByAReduction() {
        NarrowgaugeException crash = new NarrowgaugeException(ErrorCode.ENGINE_CRASHED, "the engine crashed");
        assertThat(NextStep.after(crash, Path.of("m.onnx"), "d.npz", Path.of("r.yaml")))
                .hasMessageContaining("the engine crashed")
                .hasMessageEndingWith("narrowgauge reduce m.onnx --when crash --data d.npz --recipe r.yaml");
        NarrowgaugeException refusal = new NarrowgaugeException(ErrorCode.MODEL_INVALID, "no graph");
        assertThat(NextStep.after(refusal, Path.of("m.onnx"), "", null)).isSameAs(refusal);
    }

    private static NextStep step(boolean evaluated, boolean forSize) {
        return new NextStep(Path.of("m.onnx"), Path.of("v.onnx"), "d.npz", evaluated, forSize, null);
    }

    private static Quantized toStayFloat(Measure broken, double observed) {
        return Quantized.newBuilder()
                .setDecision(Decision.newBuilder()
                        .setOutcome("SHIP_FP32")
                        .setSubject("INT8")
                        .setReason("Broken.")
                        .addFindings(Finding.newBuilder()
                                .setMeasure(broken.label())
                                .setObserved(observed)
                                .setState("BROKEN")
                                .setSentence("Broken.")))
                .build();
    }
}
