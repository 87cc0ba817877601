package dev.narrowgauge.api.history;

import dev.narrowgauge.domain.history.ComparisonKey;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What is not the same of two measurements as clients see it. */
@Schema(name = "ConditionDifference")
public record DifferenceView(
        @Schema(description = "Such as machine.cpu.governor")
        String name,

        @Schema(description = "`unknown` where it is not known")
        String first,

        String second) {
    static List<DifferenceView> of(List<ComparisonKey.Difference> differences) {
        return differences.stream()
                .map(difference -> new DifferenceView(difference.name(), difference.first(), difference.second()))
                .toList();
    }
}
