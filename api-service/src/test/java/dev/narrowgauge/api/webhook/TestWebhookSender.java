package dev.narrowgauge.api.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.narrowgauge.db.WebhookOutbox.Due;
import dev.narrowgauge.domain.tls.SelfSigned;
import dev.narrowgauge.domain.webhook.DeliveryOutcome;
import dev.narrowgauge.domain.webhook.DeliveryOutcome.Postponed;
import dev.narrowgauge.domain.webhook.DeliveryOutcome.Refused;
import dev.narrowgauge.domain.webhook.DeliveryOutcome.Taken;
import dev.narrowgauge.domain.webhook.DeliveryOutcome.Unwanted;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against real servers of this process. */
class TestWebhookSender {
    private static final Vertx VERTX = Vertx.vertx();
    private static final Duration LONG = Duration.ofMinutes(4);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final String BODY = "{\"event\":\"ping\",\"name\":\"größer\"}";

    @TempDir
    Path directory;

    private final List<String> lookedUp = new ArrayList<>();

    @AfterAll
    static void stop() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void requestIsWhatTheDocumentSays() throws IOException, InterruptedException {
        try (Receiver receiver = Receiver.answering(204)) {
            Due due = due("http://hooks.example:%d/a/hook?team=1".formatted(receiver.port()));
            assertThat(sender(LONG).send(due)).isEqualTo(new Taken(204));
            Receiver.Received request = receiver.next();
            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.target()).isEqualTo("/a/hook?team=1");
            assertThat(request.header("Host")).isEqualTo("hooks.example:" + receiver.port());
            assertThat(request.header("Content-Type")).isEqualTo("application/json");
            assertThat(request.header("Narrowgauge-Event-Id"))
                    .isEqualTo(due.eventId().toString());
            assertThat(request.header("Narrowgauge-Event")).isEqualTo("ping");
            assertThat(Long.parseLong(request.header("Narrowgauge-Timestamp")))
                    .isBetween(
                            Clock.systemUTC().instant().getEpochSecond() - 300,
                            Clock.systemUTC().instant().getEpochSecond());
            assertThat(request.header("Narrowgauge-Signature")).matches("v1=[0-9a-f]{64},v1=[0-9a-f]{64}");
            assertThat(request.body()).isEqualTo(BODY.getBytes(UTF_8));
            assertThat(lookedUp).as("once for each try").containsExactly("hooks.example");
        }
    }

    /** By somebody who reads our document and knows one of the secrets. */
    @Test
    void signatureIsGoodByTheSnippetsOfTheDocument() throws IOException, InterruptedException {
        try (Receiver receiver = Receiver.answering(200)) {
            sender(LONG).send(due(receiver.url()));
            Receiver.Received request = receiver.next();
            Path body = Files.write(directory.resolve("body.json"), request.body());
            String timestamp = request.header("Narrowgauge-Timestamp");
            Snippets snippets = new Snippets(directory);
            for (String secret : List.of("the newest", "the one before")) {
                assertThat(request.header("Narrowgauge-Signature").split(","))
                        .contains("v1=" + snippets.signedByShell(secret, timestamp, body));
                assertThat(snippets.isGoodByPython(secret, timestamp, request.header("Narrowgauge-Signature"), body))
                        .isTrue();
            }
            assertThat(snippets.isGoodByPython("another", timestamp, request.header("Narrowgauge-Signature"), body))
                    .isFalse();
            Path changed = Files.writeString(directory.resolve("changed.json"), BODY + " ");
            assertThat(snippets.isGoodByPython(
                            "the newest", timestamp, request.header("Narrowgauge-Signature"), changed))
                    .isFalse();
        }
    }

    @Test
    void oldRequestIsRefusedByTheSnippetOfTheDocument() throws IOException, InterruptedException {
        Path body = Files.writeString(directory.resolve("body.json"), BODY);
        Snippets snippets = new Snippets(directory);
        long now = Clock.systemUTC().instant().getEpochSecond();
        for (long age : new long[] {0, 3600, -3600}) {
            String timestamp = String.valueOf(now - age);
            String signature = "v1=" + snippets.signedByShell("a secret", timestamp, body);
            assertThat(snippets.isGoodByPython("a secret", timestamp, signature, body))
                    .as("%d s old", age)
                    .isEqualTo(age == 0);
        }
    }

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

    /** As a name does whose owner has it lead elsewhere: each look-up gives another address. */
    @Test
    void connectionGoesToTheAddressThatWasChecked() throws IOException, InterruptedException {
        try (Receiver receiver = Receiver.answering(200)) {
            List<String> answers = new ArrayList<>(List.of("127.0.0.1", "10.0.0.1", "127.0.0.1"));
            WebhookTargets rebinding = new WebhookTargets(
                    NamedAddresses.of(List.of("127.0.0.0/8")),
                    _ -> List.of(InetAddress.ofLiteral(answers.removeFirst())));
            WebhookSender sender = sender(rebinding, WebhookSender.options(), LONG);
            Due due = due("http://hooks.example:%d/".formatted(receiver.port()));
            assertThat(sender.send(due)).isEqualTo(new Taken(200));
            assertThat(receiver.next().header("Host")).startsWith("hooks.example:");
            assertThat(answers).as("looked up once").hasSize(2);
            assertThat(sender.send(due))
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused -> assertThat(refused.reason())
                                    .contains("10.0.0.1", "narrowgauge.api.webhooks.allowed-addresses"));
            assertThat(receiver.hasNothing()).isTrue();
        }
    }

    @Test
    void privateAddressIsNotConnectedTo() throws IOException {
        try (Receiver receiver = Receiver.answering(200)) {
            WebhookTargets strict =
                    new WebhookTargets(NamedAddresses.of(List.of()), _ -> List.of(InetAddress.ofLiteral("127.0.0.1")));
            WebhookSender sender = sender(strict, WebhookSender.options(), LONG);
            assertThat(sender.send(due("https://hooks.example:%d/".formatted(receiver.port()))))
                    .isInstanceOf(Refused.class);
            assertThat(receiver.hasNothing()).isTrue();
        }
    }

    /** The certificate is for localhost, and the server is where nobody but the resolver says. */
    @Test
    void certificateHasToBeForTheHostAndTrusted() throws IOException, GeneralSecurityException, InterruptedException {
        SelfSigned own = SelfSigned.create("receiver");
        HttpsServer https = HttpsServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.2"), 0), 0);
        https.setHttpsConfigurator(new HttpsConfigurator(context(own)));
        try (Receiver receiver = Receiver.answering(https, exchange -> Receiver.answer(exchange, 200))) {
            HttpClientOptions trusting = WebhookSender.options()
                    .setTrustOptions(new PfxOptions()
                            .setPassword(SelfSigned.PASSWORD)
                            .setValue(Buffer.buffer(Files.readAllBytes(own.writeStore(directory.resolve("own.p12"))))));
            WebhookTargets there = new WebhookTargets(
                    NamedAddresses.of(List.of("127.0.0.2")), _ -> List.of(InetAddress.ofLiteral("127.0.0.2")));
            String right = "https://localhost:%d/".formatted(receiver.port());
            String wrong = "https://hooks.example:%d/".formatted(receiver.port());

            assertThat(sender(there, trusting, LONG).send(due(right))).isEqualTo(new Taken(200));
            assertThat(receiver.next().header("Host")).isEqualTo("localhost:" + receiver.port());
            assertThat(sender(there, trusting, LONG).send(due(wrong))).satisfies(TestWebhookSender::isTlsFault);
            assertThat(sender(there, WebhookSender.options(), LONG).send(due(right)))
                    .satisfies(TestWebhookSender::isTlsFault);
            assertThat(receiver.hasNothing()).isTrue();
        }
    }

    private static void isTlsFault(DeliveryOutcome outcome) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Postponed.class,
                        postponed -> assertThat(postponed.reason()).contains("certificate"));
    }

    private static SSLContext context(SelfSigned own) throws IOException, GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own.store(), SelfSigned.PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private WebhookSender sender(Duration limit) {
        WebhookTargets targets = new WebhookTargets(NamedAddresses.of(List.of("127.0.0.0/8")), this::addresses);
        return sender(targets, WebhookSender.options(), limit);
    }

    private static WebhookSender sender(WebhookTargets targets, HttpClientOptions options, Duration limit) {
        return new WebhookSender(VERTX.createHttpClient(options), targets, Clock.systemUTC(), limit);
    }

    private List<InetAddress> addresses(String host) throws UnknownHostException {
        lookedUp.add(host);
        if (host.equals("unknown.example")) {
            throw new UnknownHostException(host);
        }
        return List.of(InetAddress.ofLiteral("127.0.0.1"));
    }

    private static Due due(String url) {
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
