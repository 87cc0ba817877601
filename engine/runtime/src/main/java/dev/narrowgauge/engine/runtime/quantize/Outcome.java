package dev.narrowgauge.engine.runtime.quantize;

import dev.narrowgauge.domain.accuracy.AccuracyMetrics;
import dev.narrowgauge.domain.decision.Decision;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.report.AccuracyReport;
import dev.narrowgauge.domain.report.LatencyReport;
import dev.narrowgauge.domain.report.NodeReport;
import dev.narrowgauge.domain.report.PreparationReport;
import dev.narrowgauge.domain.report.QualityReport;
import dev.narrowgauge.domain.report.ReproductionReport;
import dev.narrowgauge.domain.report.SearchEffort;
import dev.narrowgauge.domain.report.SearchStep;
import dev.narrowgauge.domain.report.StageReport;
import dev.narrowgauge.domain.report.WarningReport;
import dev.narrowgauge.engine.runtime.evaluate.PairedResult;
import dev.narrowgauge.engine.runtime.variant.FusionRounds;
import dev.narrowgauge.engine.runtime.verify.Verification;
import dev.narrowgauge.proto.engine.FloatNode;
import dev.narrowgauge.proto.engine.Latency;
import dev.narrowgauge.proto.engine.Quantized;
import java.util.List;
import java.util.Optional;

/**
 * What a quantization came to.
 *
 * @param baselineBytes with the data that lies in other files
 * @param sha256 of the variant's file
 */
record Outcome(
        Recipe recipe,
        ReproductionReport provenance,
        long baselineBytes,
        long variantBytes,
        String sha256,
        Verification verification,
        FusionRounds rounds,
        Judgement judgement,
        List<PreparationReport> preparation,
        RankedVariant ranked,
        List<StageReport> stages,
        List<String> decisions,
        List<WarningReport> warnings,
        List<SearchStep> steps,
        Optional<SearchEffort> effort) {
    private static final double CONFIDENCE = 0.95;

    Outcome with(List<WarningReport> found) {
        return new Outcome(
                recipe,
                provenance,
                baselineBytes,
                variantBytes,
                sha256,
                verification,
                rounds,
                judgement,
                preparation,
                ranked,
                stages,
                decisions,
                found,
                steps,
                effort);
    }

    Decision decision() {
        boolean reduced = !nodes(NodeReport.QUANTIZED).isEmpty()
                || verification.tensors().stream()
                        .anyMatch(tensor -> tensor.kind().equals("weight"));
        return judgement.decide(
                recipe.precision(),
                reduced ? "" : WhyFloat.of(nodes(NodeReport.FLOAT)),
                (double) variantBytes / baselineBytes);
    }

    /**
     * For the parent.
     *
     * @param written whether the variant's file was published
     */
    Quantized toMessage(boolean written) {
        Decision decision = decision();
        List<NodeReport> stayedFloat = nodes(NodeReport.FLOAT);
        Quantized.Builder message = Quantized.newBuilder()
                .setSha256(sha256)
                .setSizeBytes(variantBytes)
                .setBaselineSizeBytes(baselineBytes)
                .setPrecision(recipe.precision().label())
                .setOutputSqnrDb(outputDecibel())
                .setQuantizedNodes(nodes(NodeReport.QUANTIZED).size())
                .setFloatNodes(stayedFloat.size())
                .addAllDecisions(decisions)
                .addAllWarnings(warnings.stream().map(WarningReport::sentence).toList());
        for (NodeReport node : stayedFloat) {
            message.addStayedFloat(FloatNode.newBuilder()
                    .setName(node.name())
                    .setOpType(node.opType())
                    .setReason(node.reason()));
        }
        steps.forEach(step -> message.addSteps(message(step)));
        judgement.evaluation().ifPresent(result -> message.setEvaluated(result.toMessage()));
        judgement.compared().map(PairedResult::toComparedMessage).ifPresent(result -> {
            message.addAllCompared(result.getOutputsList());
            if (result.hasSequence()) {
                message.setSequence(result.getSequence());
            }
        });
        judgement.latency().ifPresent(measured -> message.setLatency(message(measured)));
        if (rounds.fusion().integerMacShare() != null) {
            message.setIntegerMacShare(rounds.fusion().integerMacShare());
        }
        ranked.toMessage().ifPresent(message::setRanking);
        return message.setUnfusedQdqNodes(rounds.fusion().unfused().count())
                .setRevertedNodes(rounds.revertedNodes())
                .setDecision(DecisionMessages.of(decision))
                .setWritten(written)
                .setCameQuantized(judgement.cameQuantized())
                .build();
    }

    /** For the reader of the report. */
    QualityReport toReport() {
        return new QualityReport(
                QualityReport.SCHEMA_VERSION,
                provenance,
                baselineBytes,
                variantBytes,
                preparation,
                judgement.compared().map(PairedResult::outputs).orElse(List.of()),
                judgement
                        .evaluation()
                        .filter(PairedResult::labelled)
                        .map(Outcome::accuracy)
                        .orElse(null),
                judgement.evaluation().map(PairedResult::metrics).orElse(AccuracyMetrics.NONE),
                ranked.nodes(),
                ranked.ranking(),
                stages,
                verification.nodes(),
                verification.tensors(),
                rounds.fusion().integerMacShare(),
                judgement.compared().map(PairedResult::sequence).orElse(null),
                rounds.report(),
                judgement.latency().orElse(null),
                decision(),
                decisions,
                warnings,
                steps,
                effort.orElse(null));
    }

    private static dev.narrowgauge.proto.engine.SearchStep message(SearchStep step) {
        var message = dev.narrowgauge.proto.engine.SearchStep.newBuilder()
                .setWhat(step.what())
                .setBrought(step.brought())
                .setTaken(step.taken());
        if (step.countedCostRatio() != null) {
            message.setCountedCostRatio(step.countedCostRatio());
        }
        return message.build();
    }

    private static Latency message(LatencyReport measured) {
        Latency.Builder message = Latency.newBuilder()
                .setRatio(measured.ratio().estimate())
                .setRatioLow(measured.ratio().low())
                .setRatioHigh(measured.ratio().high())
                .setConfidence(measured.ratio().confidence())
                .setBaselineMillis(measured.baselineMillis())
                .setVariantMillis(measured.variantMillis())
                .setThreads(measured.threads())
                .setBatchSize(measured.batchSize())
                .setRuns(measured.runs());
        if (measured.othersShare() != null) {
            message.setOthersShare(measured.othersShare());
        }
        return message.build();
    }

    private List<NodeReport> nodes(String placement) {
        return verification.nodes().stream()
                .filter(node -> node.placement().equals(placement))
                .toList();
    }

    /** Of the first output; NaN where nothing ran. */
    private double outputDecibel() {
        return judgement.compared().map(PairedResult::noiseDecibel).orElse(Double.NaN);
    }

    private static AccuracyReport accuracy(PairedResult result) {
        double answers = result.answers();
        return new AccuracyReport(
                result.answers(),
                result.baselineCorrect() / answers,
                result.variantCorrect() / answers,
                result.proportions().loss(CONFIDENCE),
                result.flips() / answers);
    }
}
