package dev.narrowgauge.engine.runtime.pipe;

import dev.narrowgauge.domain.report.StageReport;
import dev.narrowgauge.proto.engine.EngineEvent;
import dev.narrowgauge.proto.engine.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** Tells the parent how far a stage is: never backwards, at most ten times a second, the first and the last always. */
public final class ProgressMeter {
    private static final long INTERVAL_NANOS = 100_000_000L;

    private final EventWriter events;
    private final LongSupplier nanoClock;
    private final long createdNanos;
    private String stage = "";
    private long total;
    private long sent;
    private long sentNanos;
    private long begunNanos;
    private boolean held;
    private final List<StageReport> ended = new ArrayList<>();

    public ProgressMeter(EventWriter events, LongSupplier nanoClock) {
        this.events = events;
        this.nanoClock = nanoClock;
        this.createdNanos = nanoClock.getAsLong();
    }

    /**
     * Begins a stage, or counts anew within the present one.
     *
     * @param total number of samples or steps of the stage; 0 when not known
     */
    public void begin(String stage, long total) {
        if (held) {
            return;
        }
        if (!stage.equals(this.stage)) {
            end();
            begunNanos = nanoClock.getAsLong();
        }
        this.stage = stage;
        this.total = total;
        send(0);
    }

    /** Begins a stage that lasts, whatever the parts of it begin and advance to, until {@link #release}. */
    public void hold(String stage, long total) {
        release();
        begin(stage, total);
        held = true;
    }

    /** As {@link #advanceTo} for the stage that is held. */
    public void advanceHeldTo(long done) {
        held = false;
        advanceTo(done);
        held = true;
    }

    public void release() {
        held = false;
    }

    /** The stages up to now, in order, the present one included. */
    public List<StageReport> stages() {
        end();
        stage = "";
        return List.copyOf(ended);
    }

    public void advanceTo(long done) {
        if (held || done <= sent) {
            return;
        }
        boolean last = done == total;
        if (last || nanoClock.getAsLong() - sentNanos >= INTERVAL_NANOS) {
            send(done);
        }
    }

    /** Says that the present stage waits, and for what. */
    public void waitsFor(String what) {
        if (nanoClock.getAsLong() - sentNanos >= INTERVAL_NANOS) {
            send(sent, what);
        }
    }

    /** How long the work has taken up to now. */
    public Duration elapsed() {
        return Duration.ofNanos(nanoClock.getAsLong() - createdNanos);
    }

    private void end() {
        if (!stage.isEmpty()) {
            ended.add(new StageReport(stage, (nanoClock.getAsLong() - begunNanos) / 1e9));
        }
    }

    private void send(long done) {
        send(done, "");
    }

    private void send(long done, String waitsFor) {
        sent = done;
        sentNanos = nanoClock.getAsLong();
        events.send(EngineEvent.newBuilder()
                .setProgress(Progress.newBuilder()
                        .setStage(stage)
                        .setDone(done)
                        .setTotal(total)
                        .setWaitsFor(waitsFor))
                .build());
    }
}
