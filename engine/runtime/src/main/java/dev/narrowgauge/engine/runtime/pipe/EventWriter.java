package dev.narrowgauge.engine.runtime.pipe;

import dev.narrowgauge.proto.engine.EngineEvent;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Writes length-delimited events to the parent, one at a time and each at once. */
public final class EventWriter {
    private final OutputStream out;
    private final Runnable onParentGone;

    public EventWriter(OutputStream out, Runnable onParentGone) {
        this.out = new BufferedOutputStream(out);
        this.onParentGone = onParentGone;
    }

    public synchronized void send(EngineEvent event) {
        try {
            event.writeDelimitedTo(out);
            out.flush();
        } catch (IOException e) {
            onParentGone.run();
        }
    }
}
