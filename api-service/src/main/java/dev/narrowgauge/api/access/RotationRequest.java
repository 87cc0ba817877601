package dev.narrowgauge.api.access;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a client sends to have a key follow another. */
public record RotationRequest(
        @Schema(
                description = "Hours for which the key that is followed stays good; " + Keys.USUAL_OVERLAP_HOURS
                        + " unless given",
                minimum = "0",
                maximum = Keys.MOST_OVERLAP_HOURS_TEXT)
        Integer overlapHours,

        @Schema(
                description = "Days after which the new key is good for nothing; " + Keys.USUAL_DAYS + " unless given",
                minimum = "1",
                maximum = Keys.MOST_DAYS_TEXT)
        Integer expiresInDays) {}
