package dev.narrowgauge.api.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.narrowgauge.api.webhook.WebhookTargets.Target;
import dev.narrowgauge.db.WebhookOutbox.Due;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.webhook.DeliveryOutcome;
import dev.narrowgauge.domain.webhook.WebhookSignature;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends what is due, once. Nothing that a receiver does takes longer than the limit or more memory than a buffer: redirects are not
 * followed, and of an answer only the status counts.
 */
public final class WebhookSender {
    /** Longest time to connect, TLS included. */
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final HttpClient http;
    private final WebhookTargets targets;
    private final Clock clock;
    private final Duration limit;

    /** @param limit of one try, from the first packet on */
    WebhookSender(HttpClient http, WebhookTargets targets, Clock clock, Duration limit) {
        this.http = requireNonNull(http, "http is null");
        this.targets = requireNonNull(targets, "targets is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.limit = requireNonNull(limit, "limit is null");
    }

    /** With the limits that are documented, and the certificates that Java trusts. */
    public static WebhookSender over(Vertx vertx, WebhookTargets targets, Clock clock) {
        return new WebhookSender(vertx.createHttpClient(options()), targets, clock, LIMIT);
    }

    /** Each delivery has a connection of its own, to an address that was checked for it. */
    static HttpClientOptions options() {
        return new HttpClientOptions()
                .setConnectTimeout(Math.toIntExact(CONNECT.toMillis()))
                .setSslHandshakeTimeout(CONNECT.toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setKeepAlive(false);
    }

    /** @throws CancellationException where the thread is interrupted; it may have arrived then */
    DeliveryOutcome send(Due due) {
        try {
            return sent(due, targets.find(due.url(), due.attempt()));
        } catch (UnknownHostException _) {
            return postponed("The host of the webhook was not found.");
        } catch (NarrowgaugeException refusal) {
            return new DeliveryOutcome.Refused(OptionalInt.empty(), refusal.getMessage());
        }
    }

    private DeliveryOutcome sent(Due due, Target target) {
        byte[] body = due.body().getBytes(UTF_8);
        AnswerStatus answer = new AnswerStatus();
        http.request(options(due, target, body))
                .onSuccess(request -> begin(request, body, answer))
                .onFailure(answer::fail);
        try {
            return DeliveryOutcome.of(answer.status().get(limit.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException _) {
            return answer.head()
                    .map(DeliveryOutcome::of)
                    .orElseGet(() -> postponed("The receiver did not answer within %d seconds."
                            .formatted(Math.max(1, limit.toSeconds()))));
        } catch (ExecutionException e) {
            return postponed(ConnectionFault.sentence(e.getCause()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new CancellationException();
        } finally {
            answer.close();
        }
    }

    private static void begin(HttpClientRequest request, byte[] body, AnswerStatus answer) {
        if (answer.isFor(request)) {
            request.exceptionHandler(answer::fail);
            request.send(Buffer.buffer(body)).onSuccess(answer::read).onFailure(answer::fail);
        }
    }

    /** By the server that is connected to and the host that is asked for: TLS and the receiver know the host alone. */
    private RequestOptions options(Due due, Target target, byte[] body) {
        long timestamp = clock.instant().getEpochSecond();
        String path = target.url().getRawPath().isEmpty() ? "/" : target.url().getRawPath();
        String query = target.url().getRawQuery();
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setServer(SocketAddress.inetSocketAddress(new InetSocketAddress(target.address(), target.port())))
                .setHost(target.url().getHost())
                .setPort(target.port())
                .setSsl(target.isEncrypted())
                .setURI(query == null ? path : path + '?' + query)
                .setFollowRedirects(false)
                .putHeader("Content-Type", "application/json")
                .putHeader("User-Agent", "narrowgauge")
                .putHeader("Narrowgauge-Event-Id", due.eventId().toString())
                .putHeader("Narrowgauge-Event", due.event())
                .putHeader("Narrowgauge-Timestamp", String.valueOf(timestamp))
                .putHeader("Narrowgauge-Signature", WebhookSignature.of(due.secrets(), timestamp, body));
    }

    private static DeliveryOutcome postponed(String reason) {
        return new DeliveryOutcome.Postponed(OptionalInt.empty(), reason);
    }
}
