package dev.narrowgauge.api.run;

import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a call that cancels many runs did. */
public record CancelledRuns(
        @Schema(description = "The runs that it ended") List<UUID> cancelled,

        @Schema(description = "Whether there are more such runs than one call ends; call again")
        boolean more) {
    public CancelledRuns {
        cancelled = List.copyOf(cancelled);
    }
}
