package dev.narrowgauge.api.event;

import dev.narrowgauge.domain.gate.Verdict;
import dev.narrowgauge.domain.run.RunState;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The data of a {@code run-state} event, for the OpenAPI document. */
@Schema(description = "The state of the run changed", requiredProperties = "state")
record RunStateEvent(
        RunState state,
        @Schema(description = "Of runs that are done") Verdict verdict) {}
