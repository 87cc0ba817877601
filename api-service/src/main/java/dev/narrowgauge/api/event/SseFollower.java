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
        write("id: %d\n%s".formatted(event.sequence(), fields(event)));
    }

    /** Without an id: a client that comes back asks for what comes after the last event. */
    @Override
    public void notice(RunEvent notice) {
        write(fields(notice));
    }

    private static String fields(RunEvent event) {
        return "event: %s\ndata: %s\n\n".formatted(event.type(), event.data().replace("\n", "\ndata: "));
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
