package dev.narrowgauge.api.webhook;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a client sends to be told what happens. */
@Schema(requiredProperties = "url")
public record WebhookRequest(
        @Schema(
                description = "Where to, such as https://hooks.example/narrowgauge",
                minLength = 1,
                maxLength = WebhookTargets.MAX_URL)
        String url,

        @Schema(
                description =
                        "Of what: run.decided is every verdict, verdict.changed one that differs from that of the run of the same model name and policy before; run.decided unless given")
        List<String> events) {}
