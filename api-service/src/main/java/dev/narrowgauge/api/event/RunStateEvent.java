package dev.narrowgauge.api.event;

import dev.narrowgauge.domain.gate.Verdict;
import dev.narrowgauge.domain.run.RunState;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The data of a {@code run-state} event, for the OpenAPI document. */
@Schema(
        description = "The state of the run changed",
        requiredProperties = {"at", "state"})
record RunStateEvent(
        Instant at,
        RunState state,
        @Schema(description = "Of runs that are done") Verdict verdict,

        @Schema(description = "Why more is measured before there is a verdict, sentences; where that was begun")
        List<String> extended,

        @Schema(description = "What is taken from other runs instead of measuring, sentences; where there is such")
        List<String> reused) {}
