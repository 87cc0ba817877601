package dev.narrowgauge.engine.runtime.pipe;

import dev.narrowgauge.proto.engine.EngineEvent;
import dev.narrowgauge.proto.engine.Progress;
import java.util.function.LongSupplier;

/** Tells the parent how far a stage is: never backwards, at most ten times a second, the first and the last always. */
public final class ProgressMeter {
    private static final long INTERVAL_NANOS = 100_000_000L;

    private final EventWriter events;
    private final LongSupplier nanoClock;
    private String stage = "";
    private long total;
    private long sent;
    private long sentNanos;

    public ProgressMeter(EventWriter events, LongSupplier nanoClock) {
        this.events = events;
        this.nanoClock = nanoClock;
    }

    /** @param total number of samples or steps of the stage; 0 when not known */
    public void begin(String stage, long total) {
        this.stage = stage;
        this.total = total;
        send(0);
    }

    public void advanceTo(long done) {
        if (done <= sent) {
            return;
        }
        boolean last = done == total;
        if (last || nanoClock.getAsLong() - sentNanos >= INTERVAL_NANOS) {
            send(done);
        }
    }

    private void send(long done) {
        sent = done;
        sentNanos = nanoClock.getAsLong();
        events.send(EngineEvent.newBuilder()
                .setProgress(Progress.newBuilder().setStage(stage).setDone(done).setTotal(total))
                .build());
    }
}
