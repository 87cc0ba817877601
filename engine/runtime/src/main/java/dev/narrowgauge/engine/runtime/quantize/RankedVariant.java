package dev.narrowgauge.engine.runtime.quantize;

import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.report.NodeReport;
import dev.narrowgauge.domain.report.RankingReport;
import dev.narrowgauge.domain.report.SensitivityReport;
import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.onnx.graph.FlatModel;
import dev.narrowgauge.engine.quantizer.imported.QuantizedForm;
import dev.narrowgauge.engine.runtime.SamplePlan;
import dev.narrowgauge.engine.runtime.files.TaskDirectory;
import dev.narrowgauge.engine.runtime.pipe.ProgressMeter;
import dev.narrowgauge.engine.runtime.ranking.NodeDamage;
import dev.narrowgauge.engine.runtime.ranking.NodeRanking;
import dev.narrowgauge.engine.runtime.ranking.Ranking;
import dev.narrowgauge.engine.runtime.ranking.RankingBudget;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import dev.narrowgauge.engine.runtime.variant.Conversion;
import dev.narrowgauge.engine.runtime.variant.FusionRounds;
import dev.narrowgauge.proto.engine.AdvisedRecipe;
import dev.narrowgauge.proto.engine.RankedNode;
import dev.narrowgauge.proto.engine.RankingSummary;
import java.util.List;
import java.util.Optional;

/**
 * The ranking of a variant's nodes for its report.
 *
 * @param ranking null where nothing asked for it
 */
record RankedVariant(List<SensitivityReport> nodes, RankingReport ranking) {
    /** As many as a person reads in a summary. */
    private static final int WORST = 5;

    private static final String IN_BRANCHES =
            "Not ranked: what was quantized lies in branches or bodies, whose nodes are not run one by one.";

    static final RankedVariant NOT_ASKED_FOR = new RankedVariant(List.of(), null);

    /**
     * @param rounds the variant
     * @param recipe with the mode that it has
     */
    static RankedVariant of(
            FusionRounds rounds,
            Recipe recipe,
            Optional<BoundDataset> samples,
            OnnxRuntime runtime,
            TaskDirectory work,
            ProgressMeter progress) {
        Conversion conversion = rounds.conversion();
        List<NodeReport> nodes = rounds.fusion().nodes();
        if (samples.isEmpty()) {
            return none(nodes, "Not ranked: there are no samples to run.");
        }
        if (!QuantizedForm.of(conversion.baseline()).isEmpty()) {
            return none(nodes, "Not ranked: the model came quantized, so there is no float model to hold it against.");
        }
        BoundDataset data = samples.get();
        try {
            Ranking ranking = NodeRanking.rank(
                    conversion.baseline(),
                    conversion.variant(),
                    data,
                    RankingBudget.standard(
                            data, SamplePlan.of(conversion.baseline().getGraph())),
                    runtime,
                    work,
                    progress);
            if (ranking.nodes().isEmpty() && FlatModel.of(conversion.baseline()).hasScopes()) {
                return none(nodes, IN_BRANCHES);
            }
            RankedVariant ranked = of(ranking, nodes);
            return new ReadyRecipe(rounds, recipe, data, runtime, work)
                    .of(ranking)
                    .map(ready ->
                            new RankedVariant(ranked.nodes(), ranked.ranking().with(ready)))
                    .orElse(ranked);
        } catch (NarrowgaugeException e) {
            // The variant itself is fine: it has been run before.
            return none(nodes, "Not ranked: its nodes could not be run one by one (" + e.getMessage() + ")");
        }
    }

    /** For the parent. */
    Optional<RankingSummary> toMessage() {
        if (ranking == null) {
            return Optional.empty();
        }
        var message = RankingSummary.newBuilder().setCoverage(ranking.sentence());
        nodes.stream()
                .limit(WORST)
                .forEach(node -> message.addWorst(RankedNode.newBuilder()
                        .setNode(node.node())
                        .setOpType(node.opType())
                        .setSqnrDb(node.sqnrDb() == null ? Double.POSITIVE_INFINITY : node.sqnrDb())
                        .setNoiseShare(node.noiseShare())
                        .setMeasured(node.measured())));
        if (ranking.readyRecipe() != null) {
            message.setReadyRecipe(AdvisedRecipe.newBuilder()
                    .setRecipeJson(RecipeText.json(ranking.readyRecipe().recipe()))
                    .setSentence(ranking.readyRecipe().sentence()));
        }
        return Optional.of(message.build());
    }

    private static RankedVariant of(Ranking ranking, List<NodeReport> nodes) {
        RankingReport report = RankingReport.of(
                Math.max(count(nodes, NodeReport.QUANTIZED), ranking.nodes().size()),
                ranking.nodes().size(),
                ranking.measured(),
                count(nodes, NodeReport.ABSORBED),
                count(nodes, NodeReport.FLOAT),
                ranking.samples(),
                ranking.runs());
        double total = ranking.total();
        return new RankedVariant(
                ranking.nodes().stream().map(node -> report(node, total)).toList(), report);
    }

    private static SensitivityReport report(NodeDamage node, double total) {
        double damage = node.total();
        return new SensitivityReport(
                node.node(),
                node.opType(),
                damage == 0 ? null : -10 * Math.log10(damage),
                damage == 0 ? 0 : damage / total,
                node.measured());
    }

    private static RankedVariant none(List<NodeReport> nodes, String reason) {
        return new RankedVariant(
                List.of(),
                RankingReport.none(
                        count(nodes, NodeReport.QUANTIZED),
                        count(nodes, NodeReport.ABSORBED),
                        count(nodes, NodeReport.FLOAT),
                        reason));
    }

    private static int count(List<NodeReport> nodes, String placement) {
        return (int) nodes.stream()
                .filter(node -> node.placement().equals(placement))
                .count();
    }
}
