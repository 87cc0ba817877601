package dev.narrowgauge.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.narrowgauge.domain.webhook.DeliveryOutcome;
import dev.narrowgauge.domain.webhook.DeliveryOutcome.Postponed;
import dev.narrowgauge.domain.webhook.DeliveryOutcome.Refused;
import dev.narrowgauge.domain.webhook.DeliveryOutcome.Taken;
import dev.narrowgauge.domain.webhook.DeliveryOutcome.Unwanted;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a request, by what its receiver does. */
final class TestWebhookSender extends WebhookSenderTest {
    private static final Duration SHORT = Duration.ofMillis(300);

    @ParameterizedTest
    @ValueSource(ints = {200, 301, 307, 400, 404, 410, 429, 500, 503})
    void statusSaysWhatBecomesOfIt(int status) throws IOException, InterruptedException {
        try (Receiver elsewhere = Receiver.answering(200);
                Receiver receiver = Receiver.answering(exchange -> {
                    exchange.getResponseHeaders().set("Location", elsewhere.url());
                    Receiver.answer(exchange, status);
                })) {
            DeliveryOutcome outcome = sender(LONG).send(due(receiver.url()));
            receiver.next();
            assertThat(outcome.status()).isEqualTo(OptionalInt.of(status));
            assertThat(outcome)
                    .isInstanceOf(
                            switch (status) {
                                case 200 -> Taken.class;
                                case 410 -> Unwanted.class;
                                case 429, 500, 503 -> Postponed.class;
                                default -> Refused.class;
                            });
            assertThat(elsewhere.hasNothing()).isTrue();
        }
    }

    @Test
    void receiverThatHangsIsGivenUp() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(sender(SHORT).send(due("http://127.0.0.1:" + silent.getLocalPort())))
                    .isInstanceOfSatisfying(Postponed.class, postponed -> {
                        assertThat(postponed.status()).isEmpty();
                        assertThat(postponed.reason()).contains("did not answer");
                    });
        }
    }

    @Test
    void receiverThatHangsInItsAnswerHasTakenIt() throws IOException, InterruptedException {
        CompletableFuture<Void> end = new CompletableFuture<>();
        try (Receiver receiver = Receiver.answering(exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('a');
            exchange.getResponseBody().flush();
            end.join();
        })) {
            assertThat(sender(Duration.ofSeconds(2)).send(due(receiver.url()))).isEqualTo(new Taken(200));
            receiver.next();
        } finally {
            end.complete(null);
        }
    }

    @Test
    void answerOfAGigabyteIsNotRead() throws IOException, InterruptedException {
        AtomicLong written = new AtomicLong();
        CompletableFuture<Void> hungUp = new CompletableFuture<>();
        try (Receiver receiver = Receiver.answering(exchange -> flood(exchange, written, hungUp))) {
            assertThat(sender(LONG).send(due(receiver.url()))).isEqualTo(new Taken(200));
            hungUp.join();
            assertThat(written.get()).as("what the buffers of two sockets hold").isLessThan(1L << 26);
        }
    }

    private static void flood(HttpExchange exchange, AtomicLong written, CompletableFuture<Void> hungUp)
            throws IOException {
        byte[] part = new byte[1 << 16];
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            while (written.addAndGet(part.length) < 1L << 30) {
                out.write(part);
            }
        } finally {
            hungUp.complete(null);
        }
    }

    @Test
    void whatTakesNoConnectionIsTriedAgain() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        assertThat(sender(LONG).send(due("http://127.0.0.1:" + closed)))
                .isEqualTo(new Postponed(OptionalInt.empty(), "The receiver took no connection."));
        assertThat(sender(LONG).send(due("https://unknown.example/")))
                .isEqualTo(new Postponed(OptionalInt.empty(), "The host of the webhook was not found."));
    }
}
