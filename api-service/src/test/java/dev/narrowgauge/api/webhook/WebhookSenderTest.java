package dev.narrowgauge.api.webhook;

import dev.narrowgauge.db.WebhookOutbox.Due;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Sends to real servers of this process. */
abstract class WebhookSenderTest {
    static final Duration LONG = Duration.ofMinutes(4);
    static final String BODY = "{\"event\":\"ping\",\"name\":\"größer\"}";

    private static Vertx vertx;

    final List<String> lookedUp = new ArrayList<>();

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    WebhookSender sender(Duration limit) {
        WebhookTargets targets = new WebhookTargets(NamedAddresses.of(List.of("127.0.0.0/8")), this::addresses);
        return sender(targets, WebhookSender.options(), limit);
    }

    static WebhookSender sender(WebhookTargets targets, HttpClientOptions options, Duration limit) {
        return new WebhookSender(vertx.createHttpClient(options), targets, Clock.systemUTC(), limit);
    }

    private List<InetAddress> addresses(String host) throws UnknownHostException {
        lookedUp.add(host);
        if (host.equals("unknown.example")) {
            throw new UnknownHostException(host);
        }
        return List.of(InetAddress.ofLiteral("127.0.0.1"));
    }

    static Due due(String url) {
        return new Due(
                UUID.randomUUID(),
                UUID.randomUUID(),
                UUID.randomUUID(),
                UUID.randomUUID(),
                "ping",
                url,
                BODY,
                1,
                List.of("the newest", "the one before"));
    }
}
