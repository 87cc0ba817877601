package dev.narrowgauge.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.narrowgauge.db.WebhookOutbox.Due;
import dev.narrowgauge.domain.tls.SelfSigned;
import dev.narrowgauge.domain.webhook.DeliveryOutcome;
import dev.narrowgauge.domain.webhook.DeliveryOutcome.Postponed;
import dev.narrowgauge.domain.webhook.DeliveryOutcome.Refused;
import dev.narrowgauge.domain.webhook.DeliveryOutcome.Taken;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** To whom a request goes. */
final class TestWebhookConnection extends WebhookSenderTest {
    @TempDir
    private Path directory;

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
            assertThat(sender(there, trusting, LONG).send(due(wrong))).satisfies(TestWebhookConnection::isTlsFault);
            assertThat(sender(there, WebhookSender.options(), LONG).send(due(right)))
                    .satisfies(TestWebhookConnection::isTlsFault);
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
}
