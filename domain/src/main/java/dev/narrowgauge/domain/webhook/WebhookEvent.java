package dev.narrowgauge.domain.webhook;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Of what webhooks are told. Names never change: receivers branch on them. */
public enum WebhookEvent {
    /** The gate has given a run its verdict. */
    RUN_DECIDED("run.decided", true),
    /** The same, and the run of the same model name and policy before it had another. */
    VERDICT_CHANGED("verdict.changed", true),
    /** Somebody has proposed a release. */
    RELEASE_PROPOSED("release.proposed", true),
    /** A release was approved, and is what is released of its model name now. */
    RELEASE_PROMOTED("release.promoted", true),
    /** A release was taken back, and one before it is what is released again. */
    RELEASE_ROLLED_BACK("release.rolledBack", true),
    /** Somebody wants to see whether deliveries arrive. */
    PING("ping", false);

    private final String word;
    private final boolean subscribed;

    WebhookEvent(String word, boolean subscribed) {
        this.word = word;
        this.subscribed = subscribed;
    }

    /** As requests and deliveries spell it. */
    public String word() {
        return word;
    }

    /** The words of those that a webhook may ask for. */
    public static List<String> subscribable() {
        return Arrays.stream(values())
                .filter(event -> event.subscribed)
                .map(WebhookEvent::word)
                .toList();
    }

    /** The one of that word that a webhook may ask for; empty where there is none. */
    public static Optional<WebhookEvent> ofWord(String word) {
        return Arrays.stream(values())
                .filter(event -> event.subscribed && event.word.equals(word))
                .findFirst();
    }
}
