package dev.narrowgauge.engine.onnx.reduce;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Tries candidates, none twice, until the time is up, and keeps the last that showed the fault: each is smaller. */
public final class Trials {
    private final Predicate<FaultyModel> judge;
    private final BooleanSupplier timeLeft;
    private final Listener listener;
    private final Map<Long, Boolean> judged = new HashMap<>();
    private FaultyModel best;
    private String stage = "";
    private long done;
    private long total;
    private int tried;

    /** Hears how far the reducing is. */
    @FunctionalInterface
    public interface Listener {
        /**
         * @param stage what is made smaller
         * @param done candidates tried in this stage
         * @param total as many as it will be unless one of them shows the fault
         */
        void tried(String stage, long done, long total);
    }

    /**
     * @param start shows the fault
     * @param judge whether a candidate shows it, too
     */
    public Trials(FaultyModel start, Predicate<FaultyModel> judge, BooleanSupplier timeLeft, Listener listener) {
        this.best = requireNonNull(start, "start is null");
        this.judge = requireNonNull(judge, "judge is null");
        this.timeLeft = requireNonNull(timeLeft, "timeLeft is null");
        this.listener = requireNonNull(listener, "listener is null");
    }

    /** The smallest one that shows the fault, so far. */
    public FaultyModel best() {
        return best;
    }

    /** How many were judged. */
    public int tried() {
        return tried;
    }

    boolean isTimeLeft() {
        return timeLeft.getAsBoolean();
    }

    void begin(String nextStage) {
        stage = nextStage;
        done = 0;
        total = 0;
    }

    void expect(long more) {
        total = done + more;
    }

    /** Whether it shows the fault; no when there is no time left to see. */
    boolean shows(FaultyModel candidate) {
        return isTimeLeft() && showsAtLast(candidate);
    }

    /** Likewise, whatever the time is. */
    boolean showsAtLast(FaultyModel candidate) {
        boolean shows = judged.computeIfAbsent(mark(candidate), _ -> judge(candidate));
        best = shows ? candidate : best;
        return shows;
    }

    private boolean judge(FaultyModel candidate) {
        total = Math.max(total, done + 1);
        listener.tried(stage, done++, total);
        tried++;
        return judge.test(candidate);
    }

    /** Two candidates with one mark are taken for equal, which one in thousands of millions is not. */
    private static long mark(FaultyModel candidate) {
        return (long) candidate.model().hashCode() << Integer.SIZE
                | Integer.toUnsignedLong(candidate.samples().hashCode());
    }
}
