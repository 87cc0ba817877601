package dev.narrowgauge.api.retention;

import dev.narrowgauge.db.Retention;
import java.util.OptionalInt;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** For how many days a project keeps what it has. */
@Schema(name = "Retention")
public record RetentionView(
        @Schema(description = "Its name") String project,

        @Schema(description = "Of runs, after their end; null is for good")
        OptionalInt runDays,

        @Schema(
                description =
                        "Of models and datasets that no run is about, after somebody last uploaded them or asked for them; null is for good")
        OptionalInt uploadDays) {
    /** @param name of the project */
    public static RetentionView of(String name, Retention retention) {
        return new RetentionView(name, retention.runDays(), retention.uploadDays());
    }
}
