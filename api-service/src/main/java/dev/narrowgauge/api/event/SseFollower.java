package dev.narrowgauge.api.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.narrowgauge.domain.run.RunEvent;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes a run's events to one browser or client as server-sent events (WHATWG HTML, 9.2), at the speed at which it reads
 * them.
 */
final class SseFollower implements RunFeed.Follower {
    private final OutputStream output;
    private boolean lost;

    SseFollower(OutputStream output) {
        this.output = output;
    }

    @Override
    public boolean gone() {
        return lost;
    }

    @Override
    public void event(RunEvent event) {
        String data = event.data().replace("\n", "\ndata: ");
        write("id: %d\nevent: %s\ndata: %s\n\n".formatted(event.sequence(), event.type(), data));
    }

    @Override
    public void heartbeat() {
        write(": heartbeat\n\n");
    }

    private void write(String text) {
        if (lost) {
            return;
        }
        try {
            output.write(text.getBytes(UTF_8));
            output.flush();
        } catch (IOException e) {
            // The client hung up; it comes back with the id of the last event it saw.
            lost = true;
        }
    }
}
