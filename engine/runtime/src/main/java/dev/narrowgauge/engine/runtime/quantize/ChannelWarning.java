package dev.narrowgauge.engine.runtime.quantize;

import dev.narrowgauge.domain.decision.AccuracyFindings;
import dev.narrowgauge.domain.decision.AgreementLimits;
import dev.narrowgauge.domain.decision.Decision;
import dev.narrowgauge.domain.decision.Finding.State;
import dev.narrowgauge.domain.decision.Numbers;
import dev.narrowgauge.domain.recipe.NodeOverride.Placement;
import dev.narrowgauge.domain.report.NodeReport;
import dev.narrowgauge.domain.report.WarningReport;
import dev.narrowgauge.domain.variant.Precision;
import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.runtime.evaluate.PairedResult;
import dev.narrowgauge.engine.runtime.files.TaskDirectory;
import dev.narrowgauge.engine.runtime.search.ChosenVariant;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import dev.narrowgauge.engine.runtime.variant.Conversion;
import dev.narrowgauge.engine.runtime.verify.UnevenChannels;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Says where channels of different magnitude cost the answers, or kept layers out of the integers for no use. Where the
 * variant answers as it should and is worth having, nobody wants to know.
 */
final class ChannelWarning {
    private static final String KIND = "uneven-channels";

    private ChannelWarning() {}

    /**
     * @param decision about the variant
     * @param compared with the float model; empty where there were no samples
     */
    static List<WarningReport> of(
            ChosenVariant made,
            Decision decision,
            Optional<PairedResult> compared,
            AgreementLimits limits,
            Optional<BoundDataset> samples,
            OnnxRuntime runtime,
            TaskDirectory work) {
        if (samples.isEmpty()
                || made.recipe().precision() != Precision.INT8
                || decision.outcome() == Decision.Outcome.SHIP) {
            return List.of();
        }
        boolean isGivenUp = !made.steps().isEmpty() && placesInFloat(made);
        boolean isAstray = compared.filter(result -> isAstray(result, limits)).isPresent();
        boolean isNoUse = isGivenUp && decision.outcome() != Decision.Outcome.CANNOT_TELL;
        if (!isAstray && !isNoUse) {
            return List.of();
        }
        Conversion conversion = made.variant().conversion();
        List<UnevenChannels> uneven = UnevenChannels.find(
                conversion.baseline(), conversion.variant(), isGivenUp, samples.get(), runtime, work);
        return uneven.isEmpty() ? List.of() : List.of(warning(uneven, isGivenUp));
    }

    private static boolean placesInFloat(ChosenVariant made) {
        return made.variant().fusion().nodes().stream()
                .map(NodeReport::name)
                .anyMatch(node -> made.recipe()
                        .placementOf(node)
                        .filter(Placement.FLOAT::equals)
                        .isPresent());
    }

    private static boolean isAstray(PairedResult result, AgreementLimits limits) {
        return AccuracyFindings.agreement(result.outputs(), false, limits).stream()
                .anyMatch(finding -> finding.state() == State.BROKEN);
    }

    private static WarningReport warning(List<UnevenChannels> uneven, boolean isGivenUp) {
        UnevenChannels worst = uneven.getFirst();
        List<String> nodes =
                uneven.stream().flatMap(one -> one.nodes().stream()).distinct().toList();
        String sentence =
                ("Channels of %s, which %s reads, differ too much for one grid of eight bits: the largest is %s"
                                + " times those that half of its sums come from, which are left with a signal to noise of %s%s."
                                + " No exact scaling evens them out. %s")
                        .formatted(
                                worst.value(),
                                worst.reader(),
                                String.format(Locale.ROOT, worst.ratio() < 10 ? "%.1f" : "%,.0f", worst.ratio()),
                                Numbers.decibel(worst.decibel()),
                                others(uneven.size() - 1),
                                isGivenUp ? whereGivenUp(nodes.size()) : whatHelps(nodes.size()));
        return new WarningReport(KIND, sentence, nodes);
    }

    private static String others(int count) {
        return switch (count) {
            case 0 -> "";
            case 1 -> "; another layer is like it";
            default -> "; %d other layers are like it".formatted(count);
        };
    }

    private static String whatHelps(int nodes) {
        return ("Keep the %d nodes around in float (exclude.nodes; the warning in the report lists them), or give the"
                        + " channels similar magnitudes in the model.")
                .formatted(nodes);
    }

    private static String whereGivenUp(int nodes) {
        return ("That is why nodes were kept in float (the warning in the report lists the %d around); give the channels"
                        + " similar magnitudes in the model.")
                .formatted(nodes);
    }
}
