package dev.narrowgauge.api.event;

import dev.narrowgauge.domain.run.RunEvent;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.concurrent.CompletionException;

/** Writes a run's events to one browser or client, at the speed at which it reads them. */
final class SseFollower implements RunFeed.Follower {
    private final SseEventSink sink;
    private final Sse sse;
    private boolean lost;

    SseFollower(SseEventSink sink, Sse sse) {
        this.sink = sink;
        this.sse = sse;
    }

    @Override
    public boolean gone() {
        return lost || sink.isClosed();
    }

    @Override
    public void event(RunEvent event) {
        send(sse.newEventBuilder()
                .id(Long.toString(event.sequence()))
                .name(event.type())
                .data(String.class, event.data())
                .build());
    }

    @Override
    public void heartbeat() {
        send(sse.newEventBuilder().comment("heartbeat").build());
    }

    private void send(OutboundSseEvent event) {
        if (gone()) {
            return;
        }
        try {
            sink.send(event).toCompletableFuture().join();
        } catch (CompletionException | IllegalStateException e) {
            // The client hung up; it comes back with the id of the last event it saw.
            lost = true;
        }
    }
}
