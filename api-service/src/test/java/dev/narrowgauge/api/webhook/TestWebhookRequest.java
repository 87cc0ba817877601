package dev.narrowgauge.api.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.db.WebhookOutbox.Due;
import dev.narrowgauge.domain.webhook.DeliveryOutcome.Taken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a receiver gets, and how it knows that it is ours. */
final class TestWebhookRequest extends WebhookSenderTest {
    @TempDir
    private Path directory;

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
}
