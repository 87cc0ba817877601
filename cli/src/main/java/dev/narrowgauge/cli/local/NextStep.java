package dev.narrowgauge.cli.local;

import dev.narrowgauge.domain.decision.Decider;
import dev.narrowgauge.domain.decision.Decision;
import dev.narrowgauge.domain.decision.Finding.State;
import dev.narrowgauge.domain.decision.Measure;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.client.EngineEvidence;
import dev.narrowgauge.proto.engine.Quantized;
import java.nio.file.Path;

/**
 * What to do after a quantization.
 *
 * @param samples to measure on, as a command is given them
 * @param evaluated whether they were an evaluation set
 * @param forSize whether size mattered more than time
 * @param reportPage null where none was written
 */
record NextStep(Path model, Path variant, String samples, boolean evaluated, boolean forSize, Path reportPage) {

    String after(Quantized quantized) {
        if (quantized.getCameQuantized()) {
            return "the same on the float model that it was made from";
        }
        Decision decision = EngineEvidence.of(quantized.getDecision());
        return switch (decision.outcome()) {
            case SHIP -> "narrowgauge benchmark %s %s --data %s".formatted(model, variant, samples);
            case SHIP_FP32 -> isOnlyTooSlow(decision) ? asItIs(decision) : evaluated ? look() : withMoreSamples();
            case CANNOT_TELL ->
                evaluated
                        ? "narrowgauge benchmark %s %s --data %s, on the machine that will run it"
                                .formatted(model, variant, samples)
                        : withMoreSamples();
            case INVALID -> quantized.getQuantizedNodes() == 0 ? shipped() : look();
        };
    }

    /**
     * Where native code died of a model, a small one that it dies of is what its makers need.
     *
     * @param samples as a command is given them; empty where there were none
     * @param recipe null where there was none
     */
    static NarrowgaugeException after(NarrowgaugeException failure, Path model, String samples, Path recipe) {
        if (failure.code() != ErrorCode.ENGINE_CRASHED) {
            return failure;
        }
        String sentence = "%s%nnext        narrowgauge reduce %s --when crash%s%s"
                .formatted(
                        failure.getMessage(),
                        model,
                        samples.isEmpty() ? "" : " --data " + samples,
                        recipe == null ? "" : " --recipe " + recipe);
        return new NarrowgaugeException(failure.code(), sentence, failure);
    }

    private String shipped() {
        return "ship %s as it is".formatted(model);
    }

    private String asItIs(Decision decision) {
        boolean helps = !forSize
                && decision.findings().stream()
                        .filter(finding -> finding.measure().equals(Measure.LATENCY_RATIO.label()))
                        .allMatch(finding -> finding.observed() != null && finding.observed() <= Decider.HARDLY_SLOWER);
        return shipped() + (helps ? "; where size matters more than time, the same with --prefer size" : "");
    }

    private static String withMoreSamples() {
        return "the same with --evaluation DATA.npz: samples that calibrate nothing, best with labels";
    }

    private String look() {
        return reportPage == null
                ? "the same with --report-page REPORT.html, which shows where it was lost"
                : "look at %s for where it was lost".formatted(reportPage);
    }

    private static boolean isOnlyTooSlow(Decision decision) {
        return decision.findings().stream()
                .filter(finding -> finding.state() == State.BROKEN)
                .allMatch(finding -> finding.measure().equals(Measure.LATENCY_RATIO.label()));
    }
}
