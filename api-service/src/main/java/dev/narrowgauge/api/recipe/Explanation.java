package dev.narrowgauge.api.recipe;

import dev.narrowgauge.domain.recipe.ResolvedSetting;
import dev.narrowgauge.domain.settings.Section;
import dev.narrowgauge.proto.engine.Explained;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a recipe comes to for a model. */
@Schema(requiredProperties = {"settings", "nodes", "notes"})
public record Explanation(
        @Schema(description = "Every setting with the value that counts, in a fixed order")
        List<Setting> settings,

        @Schema(description = "Every node of the prepared model, in the order of the data flow")
        List<PlannedNode> nodes,

        @Schema(description = "Sentences that hold for the whole model")
        List<String> notes) {

    /** One setting of the recipe. */
    @Schema(
            name = "Setting",
            requiredProperties = {"key", "value", "origin"})
    public record Setting(
            @Schema(examples = "activations.type") String key,
            Object value,

            @Schema(
                    description = "Who decided: the recipe, its target, the device classes, or nobody",
                    enumeration = {"written", "target", "machine", "default"})
            String origin) {}

    /** What becomes of one node. */
    @Schema(
            name = "PlannedNode",
            requiredProperties = {"name", "opType", "placement", "activations", "results", "weights", "reason"})
    public record PlannedNode(
            String name,
            String opType,

            @Schema(enumeration = {"quantized", "absorbed", "float"})
            String placement,

            @Schema(description = "Type of what it reads; empty where it computes in float")
            String activations,

            @Schema(description = "Type of what it gives; empty where it computes in float")
            String results,

            @Schema(description = "Empty without quantized weights", examples = "int8 per-channel")
            String weights,

            @Schema(description = "The rule that holds, or why it stays float")
            String reason) {}

    /** @param settings of the recipe as the client wrote it: the engine is given it with everything spelled out */
    static Explanation of(List<ResolvedSetting> settings, Explained explained) {
        return new Explanation(
                settings.stream()
                        .map(setting -> new Setting(setting.key(), setting.value(), Section.word(setting.origin())))
                        .toList(),
                explained.getNodesList().stream()
                        .map(node -> new PlannedNode(
                                node.getName(),
                                node.getOpType(),
                                node.getPlacement(),
                                node.getActivations(),
                                node.getResults(),
                                node.getWeights(),
                                node.getReason()))
                        .toList(),
                IntStream.range(0, explained.getNotesCount())
                        .mapToObj(explained::getNotes)
                        .toList());
    }
}
