package dev.narrowgauge.engine.runtime.quantize;

import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.report.AccuracyReport;
import dev.narrowgauge.domain.report.LatencyReport;
import dev.narrowgauge.domain.report.NodeReport;
import dev.narrowgauge.domain.report.OutputReport;
import dev.narrowgauge.domain.report.PreparationReport;
import dev.narrowgauge.domain.report.Provenance;
import dev.narrowgauge.domain.report.QualityReport;
import dev.narrowgauge.domain.report.Recommendation;
import dev.narrowgauge.domain.report.StageReport;
import dev.narrowgauge.domain.stats.PairedProportions;
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
        Provenance provenance,
        long baselineBytes,
        long variantBytes,
        String sha256,
        Verification verification,
        FusionRounds rounds,
        Optional<LatencyReport> latency,
        List<PreparationReport> preparation,
        RankedVariant ranked,
        Optional<PairedResult> evaluation,
        List<StageReport> stages,
        List<String> decisions) {
    private static final double CONFIDENCE = 0.95;

    /** For the parent. */
    Quantized toMessage() {
        List<NodeReport> stayedFloat = nodes(NodeReport.FLOAT);
        Quantized.Builder message = Quantized.newBuilder()
                .setSha256(sha256)
                .setSizeBytes(variantBytes)
                .setBaselineSizeBytes(baselineBytes)
                .setPrecision(recipe.precision().label())
                .setOutputSqnrDb(outputDecibel())
                .setQuantizedNodes(nodes(NodeReport.QUANTIZED).size())
                .setFloatNodes(stayedFloat.size())
                .addAllDecisions(decisions);
        for (NodeReport node : stayedFloat) {
            message.addStayedFloat(FloatNode.newBuilder()
                    .setName(node.name())
                    .setOpType(node.opType())
                    .setReason(node.reason()));
        }
        evaluation.ifPresent(result -> message.setEvaluated(result.toMessage()));
        latency.ifPresent(
                measured -> message.setLatency(message(measured)).setRecommendation(recommendation(measured)));
        if (rounds.fusion().integerMacShare() != null) {
            message.setIntegerMacShare(rounds.fusion().integerMacShare());
        }
        return message.setTaxedConversions(rounds.fusion().taxed().count())
                .setTakenBack(rounds.takenBack())
                .setWritten(true)
                .build();
    }

    /** For the reader of the report. */
    QualityReport toReport() {
        return new QualityReport(
                provenance,
                baselineBytes,
                variantBytes,
                preparation,
                verification.outputs(),
                evaluation.filter(PairedResult::labelled).map(Outcome::accuracy).orElse(null),
                ranked.nodes(),
                ranked.ranking(),
                stages,
                verification.nodes(),
                verification.tensors(),
                rounds.fusion().integerMacShare(),
                rounds.report(),
                latency.orElse(null),
                latency.map(this::recommendation).orElse(null),
                decisions);
    }

    private String recommendation(LatencyReport measured) {
        return Recommendation.of(recipe.precision(), measured, (double) variantBytes / baselineBytes);
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

    /** Of the first output: on the evaluation samples, else on those that verification ran; NaN where nothing ran. */
    private double outputDecibel() {
        if (evaluation.isPresent()) {
            return evaluation.get().noiseDecibel();
        }
        if (verification.outputs().isEmpty()) {
            return Double.NaN;
        }
        OutputReport first = verification.outputs().getFirst();
        return first.sqnrDb() == null ? Double.POSITIVE_INFINITY : first.sqnrDb();
    }

    private static AccuracyReport accuracy(PairedResult result) {
        double answers = result.answers();
        var proportions =
                new PairedProportions(result.answers(), result.onlyVariantCorrect(), result.onlyBaselineCorrect());
        return new AccuracyReport(
                result.answers(),
                result.baselineCorrect() / answers,
                result.variantCorrect() / answers,
                proportions.loss(CONFIDENCE),
                result.flips() / answers);
    }
}
