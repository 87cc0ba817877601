package dev.narrowgauge.cli.local;

import dev.narrowgauge.cli.output.Screen;
import dev.narrowgauge.domain.decision.Numbers;
import dev.narrowgauge.domain.gate.RuleOutcome;
import dev.narrowgauge.domain.node.QuietWait;
import dev.narrowgauge.domain.stats.Interval;
import dev.narrowgauge.domain.variant.Precision;
import dev.narrowgauge.engine.client.EngineAnswer;
import dev.narrowgauge.engine.client.EngineEvidence;
import dev.narrowgauge.proto.engine.Latency;
import dev.narrowgauge.proto.engine.Quantized;
import dev.narrowgauge.proto.engine.SearchStep;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** What a quantization came to: what to ship first, then the figures, then how it was done. */
final class QuantizedText {
    private final Screen screen;
    private final Quantized quantized;

    private QuantizedText(Screen screen, Quantized quantized) {
        this.screen = screen;
        this.quantized = quantized;
    }

    /** @param demanded limits that the user gave */
    static void print(Screen screen, EngineAnswer<Quantized> answer, List<RuleOutcome> demanded) {
        QuantizedText text = new QuantizedText(screen, answer.value());
        text.decision();
        demanded.forEach(outcome -> DecisionText.print(screen, outcome.rule(), outcome));
        text.warnings();
        screen.blank();
        text.figures();
        text.making();
        screen.line(
                "took",
                "%s, peak memory %s"
                        .formatted(
                                Numbers.seconds(answer.elapsed().toNanos() / 1e9),
                                answer.peakResidentBytes() == 0
                                        ? "unknown"
                                        : Numbers.bytes(answer.peakResidentBytes())));
    }

    private void decision() {
        DecisionText.print(screen, EngineEvidence.of(quantized.getDecision()));
    }

    /** One by one, see {@link #decisions}. */
    private void warnings() {
        IntStream.range(0, quantized.getWarningsCount()).forEach(i -> screen.line("warning", quantized.getWarnings(i)));
    }

    private void figures() {
        long before = quantized.getBaselineSizeBytes();
        screen.line(
                quantized.getPrecision(),
                "%s -> %s, %s of the size"
                        .formatted(
                                Numbers.bytes(before),
                                Numbers.bytes(quantized.getSizeBytes()),
                                Numbers.percent((double) quantized.getSizeBytes() / before)));
        if (quantized.hasEvaluated()) {
            AccuracyText.print(screen, quantized.getEvaluated());
        }
        if (!quantized.hasEvaluated() || quantized.getEvaluated().getOutputsCount() == 0) {
            screen.line("output SQNR", AccuracyText.decibel(quantized.getOutputSqnrDb()));
        }
        if (quantized.hasSequence()) {
            screen.line("sequence", quantized.getSequence().getSentence());
        }
        if (quantized.hasLatency()) {
            screen.line("latency", latency(quantized.getLatency()));
        }
        if (quantized.hasIntegerMacShare() && quantized.getPrecision().equals(Precision.INT8.label())) {
            screen.line("integers", Numbers.percent(quantized.getIntegerMacShare()) + " of the multiply-adds");
        }
    }

    private static String latency(Latency latency) {
        Interval ratio = ratio(latency);
        String busy = latency.hasOthersShare() && latency.getOthersShare() > QuietWait.BUSY_SHARE
                ? String.format(
                        Locale.ROOT,
                        "; other programs took %.0f %% of the processors meanwhile",
                        100 * latency.getOthersShare())
                : "";
        return "%s -> %s, ratio %s (%s interval) with %s%s"
                .formatted(
                        Numbers.millis(latency.getBaselineMillis()),
                        Numbers.millis(latency.getVariantMillis()),
                        Numbers.ratio(ratio),
                        Numbers.percent(ratio.confidence()),
                        latency.getThreads() == 1 ? "1 thread" : latency.getThreads() + " threads",
                        busy);
    }

    static Interval ratio(Latency latency) {
        return new Interval(latency.getRatio(), latency.getRatioLow(), latency.getRatioHigh(), latency.getConfidence());
    }

    private void making() {
        decisions().forEach(sentence -> screen.line("decided", sentence));
        for (SearchStep step : quantized.getStepsList()) {
            screen.line(step.getTaken() ? "tried, taken" : "tried", step.getWhat() + ": " + step.getBrought());
        }
        screen.line(
                "nodes",
                "%d in %s, %d stayed float"
                        .formatted(quantized.getQuantizedNodes(), quantized.getPrecision(), quantized.getFloatNodes()));
        if (quantized.getRevertedNodes() > 0) {
            screen.line(
                    "reverted",
                    quantized.getRevertedNodes() + " nodes to float, which ran in float between conversions");
        }
        FloatReasons.of(quantized.getStayedFloatList())
                .forEach(reason -> screen.line("%12d".formatted(reason.nodes()), reason.sentence()));
    }

    /** One by one: the list that the message has is of a type of the protocol library. */
    private List<String> decisions() {
        return IntStream.range(0, quantized.getDecisionsCount())
                .mapToObj(quantized::getDecisions)
                .toList();
    }
}
