package dev.narrowgauge.cli.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TestEventStream {
    @Test
    void eventsBetweenCommentsAndUnknownFields() throws IOException {
        EventStream events = stream("""
                : alive

                retry: 1000

                id: 7
                event: progress
                data: {"done":1,
                data: "total":2}

                id:8
                event:run-state
                data:{"state":"DONE"}

                """);

        RunEvent progress = events.next().orElseThrow();
        assertThat(progress.sequence()).isEqualTo(7);
        assertThat(progress.type()).isEqualTo("progress");
        assertThat(progress.data().path("total").asInt()).isEqualTo(2);
        RunEvent end = events.next().orElseThrow();
        assertThat(end.sequence()).isEqualTo(8);
        assertThat(end.data().path("state").asText()).isEqualTo("DONE");
        assertThat(events.next()).isEmpty();
    }

    @Test
    void halfAnEventIsNone() throws IOException {
        assertThat(stream("id: 1\nevent: progress\ndata: {\"done\":").next()).isEmpty();
    }

    /** As of a connection that broke without a word. */
    @Test
    void silenceEnds() throws IOException {
        try (var sender = new PipedOutputStream();
                var events = new EventStream(new PipedInputStream(sender), Duration.ofMillis(50))) {
            assertThatThrownBy(events::next).isInstanceOf(IOException.class).hasMessageContaining("nothing came");
        }
    }

    private static EventStream stream(String text) {
        return new EventStream(new ByteArrayInputStream(text.getBytes(UTF_8)));
    }
}
