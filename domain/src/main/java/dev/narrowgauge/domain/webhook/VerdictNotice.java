package dev.narrowgauge.domain.webhook;

import dev.narrowgauge.domain.gate.Verdict;
import dev.narrowgauge.domain.gate.VerdictDocument;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What a webhook is told of a verdict, as its receiver reads it. Keys are only ever added.
 *
 * @param id of the event, the same however often it is sent
 * @param event its word
 * @param previousStatus of the run of the same model name and policy before; null where there was none, or nobody wants to know
 * @param page where a person sees it
 * @param verdict where the whole document is
 */
public record VerdictNotice(
        UUID id,
        String event,
        Instant at,
        Named run,
        Named model,
        Verdict status,
        Verdict previousStatus,
        List<Decided> decisions,
        String page,
        String verdict) {
    public VerdictNotice {
        decisions = List.copyOf(decisions);
    }

    public record Named(String id, String name) {}

    /**
     * What to ship on one device.
     *
     * @param deviceClass null where no variant came to be measured
     * @param headline in capitals
     */
    public record Decided(String deviceClass, String recipe, String headline, String sentence) {}

    /** @param address of the service, without a slash at its end; empty where it is not known, and links are paths */
    public static VerdictNotice of(
            UUID id, WebhookEvent event, VerdictDocument document, Verdict previous, String address) {
        return new VerdictNotice(
                id,
                event.word(),
                document.decidedAt(),
                new Named(document.runId(), document.runName()),
                new Named(document.model().id(), document.model().name()),
                document.verdict(),
                previous,
                document.decisions().stream()
                        .map(decided -> new Decided(
                                decided.deviceClass(),
                                decided.recipe(),
                                decided.decision().headline(),
                                decided.decision().reason()))
                        .toList(),
                "%s/#run=%s".formatted(address, document.runId()),
                "%s/v1/runs/%s/verdict".formatted(address, document.runId()));
    }
}
