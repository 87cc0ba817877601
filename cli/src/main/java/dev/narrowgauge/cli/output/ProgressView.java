package dev.narrowgauge.cli.output;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.run.TimeLeft;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;

/**
 * Shows how far work is: on a terminal one bar that moves, elsewhere a line when a stage ends and every few seconds
 * before that, so that a log stays short.
 */
public final class ProgressView implements AutoCloseable {
    private static final int BAR_WIDTH = 16;
    private static final long REDRAW_NANOS = 100_000_000L;
    private static final long LINE_NANOS = 5_000_000_000L;

    private final PrintWriter output;
    private final boolean terminal;
    private final LongSupplier nanoTime;

    private String stage = "";
    private long done;
    private long total;
    private long stageStart;
    private long lastShown;
    private String finding = "";
    private String lastLine = "";
    private long lastReason;

    ProgressView(PrintWriter output, boolean terminal, LongSupplier nanoTime) {
        this.output = requireNonNull(output, "output is null");
        this.terminal = terminal;
        this.nanoTime = requireNonNull(nanoTime, "nanoTime is null");
    }

    /** A bar where the process talks to a terminal, else lines. */
    public static ProgressView on(PrintWriter output) {
        return new ProgressView(output, Terminal.isPresent(), System::nanoTime);
    }

    /** @param nowTotal 0 when not known */
    public void show(String nowStage, long nowDone, long nowTotal) {
        show(nowStage, nowDone, nowTotal, "");
    }

    /** @param found by the stage so far, shown in the place of an estimate of the time left; empty where nothing is */
    public synchronized void show(String nowStage, long nowDone, long nowTotal, String found) {
        long now = nanoTime.getAsLong();
        if (!nowStage.equals(stage)) {
            endStage(now);
            stage = nowStage;
            stageStart = now;
            lastReason = 0;
            lastLine = "";
            lastShown = now - REDRAW_NANOS;
        }
        done = nowDone;
        total = nowTotal;
        finding = found;
        if (terminal && now - lastShown >= REDRAW_NANOS) {
            lastShown = now;
            output.print("\r\033[K" + bar(now));
            output.flush();
        } else if (!terminal && now - Math.max(lastShown, stageStart) >= LINE_NANOS) {
            lastShown = now;
            lastLine = state();
            output.println(line(now));
        }
    }

    /** Says what the present stage waits for, at once and then every few seconds. */
    public synchronized void waitsFor(String what) {
        long now = nanoTime.getAsLong();
        if (lastReason != 0 && now - lastReason < LINE_NANOS) {
            return;
        }
        lastReason = now;
        output.println((terminal ? "\r\033[K" : "") + "waits for " + what);
    }

    /** Ends the last stage. */
    @Override
    public synchronized void close() {
        endStage(nanoTime.getAsLong());
        stage = "";
        output.flush();
    }

    private void endStage(long now) {
        if (stage.isEmpty() || lastLine.equals(state())) {
            return;
        }
        output.println((terminal ? "\r\033[K" : "") + line(now));
    }

    private String line(long now) {
        return String.format(Locale.ROOT, "%-10s %s %6.1f s  %s", stage, count(), (now - stageStart) / 1e9, finding)
                .stripTrailing();
    }

    private String state() {
        return count() + finding;
    }

    private String count() {
        return total > 0 ? String.format(Locale.ROOT, "%13s", done + "/" + total) : " ".repeat(13);
    }

    private String bar(long now) {
        if (total <= 0) {
            return String.format(Locale.ROOT, "%-10s ...", stage);
        }
        int filled = (int) Math.min(BAR_WIDTH, BAR_WIDTH * done / total);
        String remaining = !finding.isEmpty()
                ? ", " + finding
                : done < total ? left(TimeLeft.of((now - stageStart) / 1e9, done, total)) : "";
        return String.format(
                Locale.ROOT,
                "%-10s [%s%s] %d/%d%s",
                stage,
                "#".repeat(filled),
                " ".repeat(BAR_WIDTH - filled),
                done,
                total,
                remaining);
    }

    private static String left(OptionalDouble seconds) {
        return seconds.isPresent() ? ", " + seconds(seconds.getAsDouble()) : "";
    }

    private static String seconds(double seconds) {
        return seconds < 60
                ? String.format(Locale.ROOT, "%.0f s left", Math.ceil(seconds))
                : String.format(Locale.ROOT, "%d min %02d s left", (int) seconds / 60, (int) seconds % 60);
    }
}
