package dev.narrowgauge.api.webhook;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a client sends to have another secret. */
public record SecretRequest(
        @Schema(
                description =
                        "Hours for which deliveries are signed with the secret before, too; until there is another unless given",
                minimum = "0",
                maximum = Webhooks.MOST_OVERLAP_HOURS_TEXT)
        Integer overlapHours) {}
