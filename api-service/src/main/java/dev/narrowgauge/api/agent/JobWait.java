package dev.narrowgauge.api.agent;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.narrowgauge.db.Channel;
import dev.narrowgauge.db.notify.Notifications;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.job.Job;
import io.grpc.Context;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** How the calls of agents wait for a job. */
final class JobWait {
    /** For what becomes due later, and for a notification that was missed. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Notifications notifications;
    private final BooleanSupplier stopping;

    JobWait(Notifications notifications, BooleanSupplier stopping) {
        this.notifications = notifications;
        this.stopping = stopping;
    }

    /**
     * What {@code look} finds, which looks at once, and again whenever there may be more. Empty where the time is over, nobody waits
     * for the answer any more, or the service stops.
     *
     * @param call whose answer it is
     */
    Optional<Job> until(Context call, Duration wait, Supplier<Optional<Job>> look) {
        Semaphore wake = new Semaphore(0);
        Context.CancellationListener gone = _ -> wake.release();
        call.addListener(gone, Runnable::run);
        try (Notifications.Subscription _ = notifications.listen(Channel.OUTBOX, _ -> wake.release())) {
            long end = System.nanoTime() + wait.toNanos();
            while (!call.isCancelled() && !stopping.getAsBoolean()) {
                Optional<Job> found = look.get();
                long left = end - System.nanoTime();
                if (found.isPresent() || left <= 0) {
                    return found;
                }
                await(wake, Math.min(left, LOOK.toNanos()));
            }
            return Optional.empty();
        } finally {
            call.removeListener(gone);
        }
    }

    private static void await(Semaphore wake, long nanos) {
        try {
            if (wake.tryAcquire(nanos, NANOSECONDS)) {
                wake.drainPermits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NarrowgaugeException(ErrorCode.SERVICE_UNREACHABLE, "The service is stopping; try again.", e);
        }
    }
}
