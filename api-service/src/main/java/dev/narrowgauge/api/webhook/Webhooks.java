package dev.narrowgauge.api.webhook;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.narrowgauge.api.page.PageRequest;
import dev.narrowgauge.api.page.PageView;
import dev.narrowgauge.api.run.Runs;
import dev.narrowgauge.db.TenantStores;
import dev.narrowgauge.db.Webhook;
import dev.narrowgauge.db.WebhookStore;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.settings.Spelling;
import dev.narrowgauge.domain.webhook.WebhookEvent;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What can be done with the webhooks of a project. */
public final class Webhooks {
    static final int MOST_OVERLAP_HOURS = 2160;
    static final String MOST_OVERLAP_HOURS_TEXT = "2160";

    private final WebhookStore store;
    private final WebhookTargets targets;
    private final ObjectMapper json;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    public Webhooks(TenantStores stores, WebhookTargets targets, ObjectMapper json, Clock clock) {
        this.store = stores.webhooks();
        this.targets = requireNonNull(targets, "targets is null");
        this.json = requireNonNull(json, "json is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    NewWebhook create(WebhookRequest request) {
        WebhookRequest asked = request == null ? new WebhookRequest(null, null) : request;
        String url = targets.require(asked.url()).toString();
        List<WebhookEvent> events = events(asked.events());
        String secret = WebhookSecret.next(random);
        Webhook made = store.add(url, events, secret)
                .orElseThrow(() -> new NarrowgaugeException(
                        ErrorCode.QUOTA_REACHED,
                        "The project has %d webhooks, which is as many as it may; delete one first."
                                .formatted(WebhookStore.MOST)));
        return NewWebhook.of(made, secret);
    }

    private static List<WebhookEvent> events(List<String> words) {
        List<String> all = WebhookEvent.subscribable();
        if (words == null) {
            return List.of(WebhookEvent.RUN_DECIDED);
        }
        if (words.isEmpty()) {
            throw invalid("Field 'events' is empty; leave it out for run.decided, or list some of %s."
                    .formatted(String.join(", ", all)));
        }
        return words.stream()
                .map(word -> WebhookEvent.ofWord(String.valueOf(word))
                        .orElseThrow(() -> invalid("Field 'events' has '%s'; did you mean '%s'? Known events are %s."
                                .formatted(word, Spelling.nearest(String.valueOf(word), all), String.join(", ", all)))))
                .distinct()
                .toList();
    }

    List<WebhookView> list() {
        return store.list().stream().map(WebhookView::of).toList();
    }

    WebhookView delete(String id) {
        return Runs.uuid(id).flatMap(store::delete).map(WebhookView::of).orElseThrow(() -> none(id));
    }

    NewWebhook rotate(String id, SecretRequest request) {
        Optional<Integer> hours = Optional.ofNullable(request).map(SecretRequest::overlapHours);
        hours.filter(given -> given < 0 || given > MOST_OVERLAP_HOURS).ifPresent(given -> {
            throw invalid("Field 'overlapHours' is %d; it must be a whole number from 0 to %d."
                    .formatted(given, MOST_OVERLAP_HOURS));
        });
        String secret = WebhookSecret.next(random);
        return Runs.uuid(id)
                .flatMap(known -> store.rotate(known, secret, hours.map(Duration::ofHours)))
                .map(rotated -> NewWebhook.of(rotated, secret))
                .orElseThrow(() -> none(id));
    }

    PageView<DeliveryView> deliveries(String id, PageRequest page) {
        UUID webhook = find(id).id();
        return PageView.of(page.of((after, size) -> store.deliveries(webhook, after, size)), DeliveryView::of);
    }

    DeliveryView sendAgain(String id, String delivery) {
        UUID webhook = active(id).id();
        return Runs.uuid(delivery)
                .flatMap(known -> store.fileAgain(webhook, known))
                .map(DeliveryView::of)
                .orElseThrow(() -> new NarrowgaugeException(
                        ErrorCode.NOT_FOUND,
                        "The webhook '%s' has no delivery '%s'; GET /v1/webhooks/%1$s/deliveries lists those that it has."
                                .formatted(id, delivery)));
    }

    DeliveryView ping(String id) {
        UUID webhook = active(id).id();
        UUID event = UUID.randomUUID();
        return DeliveryView.of(store.file(webhook, event, WebhookEvent.PING, ping(webhook, event)));
    }

    private String ping(UUID webhook, UUID event) {
        try {
            return json.writeValueAsString(Map.of(
                    "id",
                    event.toString(),
                    "event",
                    WebhookEvent.PING.word(),
                    "at",
                    clock.instant().toString(),
                    "webhook",
                    webhook.toString()));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Webhook active(String id) {
        Webhook webhook = find(id);
        webhook.deactivatedAt().ifPresent(since -> {
            throw new NarrowgaugeException(
                    ErrorCode.CONFLICT,
                    "Nothing is sent to the webhook '%s' since %s, when its receiver answered 410 (gone); delete it and make another."
                            .formatted(id, since));
        });
        return webhook;
    }

    private Webhook find(String id) {
        return Runs.uuid(id).flatMap(store::find).orElseThrow(() -> none(id));
    }

    private static NarrowgaugeException none(String id) {
        return new NarrowgaugeException(
                ErrorCode.NOT_FOUND,
                "The project has no webhook '%s'; GET /v1/webhooks lists those that it has.".formatted(id));
    }

    private static NarrowgaugeException invalid(String sentence) {
        return new NarrowgaugeException(ErrorCode.REQUEST_INVALID, sentence);
    }
}
