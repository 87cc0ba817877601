package dev.narrowgauge.api.event;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.narrowgauge.api.node.Nodes;
import dev.narrowgauge.db.Channel;
import dev.narrowgauge.db.EventStore;
import dev.narrowgauge.db.JobStore;
import dev.narrowgauge.db.RunStore;
import dev.narrowgauge.db.notify.Notifications;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.run.RunEvent;
import dev.narrowgauge.domain.run.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A run's events from any point on, each once and in order, until the run ends. The table is the truth; a notification only
 * says that it is worth to look.
 */
public final class RunFeed implements AutoCloseable {
    private static final int BATCH = 200;
    private static final String RUN_STATE = "run-state";
    private static final String HEARTBEAT = "heartbeat";
    private static final String TIMEOUT = "timeout";
    private static final long LONGEST_TIMEOUT = Duration.ofDays(1).toSeconds();

    private final RunStore runs;
    private final JobStore jobs;
    private final EventStore events;
    private final Nodes nodes;
    private final Notifications notifications;
    private final ObjectMapper json;
    private final Duration heartbeat;
    private final Map<Semaphore, UUID> wakeUps = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** @param heartbeat longest silence towards a follower */
    public RunFeed(
            RunStore runs,
            JobStore jobs,
            EventStore events,
            Nodes nodes,
            Notifications notifications,
            ObjectMapper json,
            Duration heartbeat) {
        this.runs = requireNonNull(runs, "runs is null");
        this.jobs = requireNonNull(jobs, "jobs is null");
        this.events = requireNonNull(events, "events is null");
        this.nodes = requireNonNull(nodes, "nodes is null");
        this.notifications = requireNonNull(notifications, "notifications is null");
        this.json = requireNonNull(json, "json is null");
        this.heartbeat = requireNonNull(heartbeat, "heartbeat is null");
    }

    /** Who follows a run. */
    public interface Follower {
        /** Whether nobody listens any more. */
        boolean gone();

        /** Has {@code wake} run, in any thread, when nobody listens any more; for those who hear of it by themselves. */
        default void whenGone(Runnable wake) {}

        void event(RunEvent event);

        /**
         * What is no event of the run and says where it stands: a heartbeat, or that the follower's time is over. Bears the
         * number of the event before.
         */
        void notice(RunEvent notice);
    }

    /**
     * How long a client wants to follow; empty when it did not say.
     *
     * @param parameter what the client calls it
     * @throws NarrowgaugeException REQUEST_INVALID
     */
    public static Optional<Duration> timeout(String seconds, String parameter) {
        if (seconds == null) {
            return Optional.empty();
        }
        try {
            long limit = Long.parseLong(seconds);
            if (limit >= 1 && limit <= LONGEST_TIMEOUT) {
                return Optional.of(Duration.ofSeconds(limit));
            }
        } catch (NumberFormatException e) {
            throw invalid(seconds, parameter);
        }
        throw invalid(seconds, parameter);
    }

    private static NarrowgaugeException invalid(String seconds, String parameter) {
        return new NarrowgaugeException(
                ErrorCode.REQUEST_INVALID,
                "The parameter '%s' is '%s'; it must be a whole number of seconds from 1 to %d."
                        .formatted(parameter, seconds, LONGEST_TIMEOUT));
    }

    /**
     * Blocks until the run has ended and the follower knows, the follower is gone or its time is over, or this feed is
     * closed. Where there is nothing to tell, now and every heartbeat, it tells where the run stands.
     */
    public void follow(UUID runId, long afterSequence, Optional<Duration> timeout, Follower follower) {
        Semaphore wakeUp = new Semaphore(0);
        wakeUps.put(wakeUp, runId);
        try (var _ = notifications.listen(Channel.RUN_EVENT, payload -> {
            if (payload.isEmpty() || payload.get().equals(runId.toString())) {
                wakeUp.release();
            }
        })) {
            follower.whenGone(wakeUp::release);
            new Watch(runId, follower, wakeUp, timeout, afterSequence).run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            wakeUps.remove(wakeUp);
        }
    }

    /** Whether followers were sent home because the service stops, whatever became of their runs. */
    public boolean isClosed() {
        return closed;
    }

    /** How many follow the run now. */
    public long followers(UUID runId) {
        return wakeUps.values().stream().filter(runId::equals).count();
    }

    /** How many follow any run now. */
    public int openStreams() {
        return wakeUps.size();
    }

    /** Sends all followers home, for the service to stop without waiting for them. */
    @Override
    public void close() {
        closed = true;
        wakeUps.keySet().forEach(Semaphore::release);
    }

    private static boolean await(Semaphore wakeUp, Duration limit) throws InterruptedException {
        boolean woken = wakeUp.tryAcquire(limit.toMillis(), TimeUnit.MILLISECONDS);
        wakeUp.drainPermits();
        return woken;
    }

    /** A follower that came back after it had seen the last event gets no event that could tell it. */
    private boolean ended(UUID runId) {
        return runs.state(runId).map(RunState::ended).orElse(true);
    }

    private boolean ends(RunEvent event) {
        if (!event.type().equals(RUN_STATE)) {
            return false;
        }
        try {
            return RunState.valueOf(json.readTree(event.data()).path("state").asText())
                    .ended();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "event %d of run %s is not JSON".formatted(event.sequence(), event.runId()), e);
        }
    }

    /** One follower's way through the events. */
    private final class Watch {
        private final UUID runId;
        private final Follower follower;
        private final Semaphore wakeUp;
        private final Optional<Duration> timeout;
        private final long start = System.nanoTime();
        private long sequence;
        private boolean ended;
        private boolean silent = true;

        Watch(UUID runId, Follower follower, Semaphore wakeUp, Optional<Duration> timeout, long afterSequence) {
            this.runId = runId;
            this.follower = follower;
            this.wakeUp = wakeUp;
            this.timeout = timeout;
            this.sequence = afterSequence;
        }

        void run() throws InterruptedException {
            boolean more = true;
            while (more && !closed && !follower.gone()) {
                more = step();
            }
        }

        /** Whether there may be more to tell. */
        private boolean step() throws InterruptedException {
            List<RunEvent> batch = events.after(runId, sequence, BATCH);
            for (RunEvent event : batch) {
                follower.event(event);
                if (ends(event)) {
                    return false;
                }
                sequence = event.sequence();
            }
            if (ended && batch.isEmpty()) {
                return false;
            }
            // Asked before the next look at the events: what came with the end is among them.
            ended = ended(runId);
            return ended || batch.size() == BATCH || pause();
        }

        /** False when the follower's time is over. */
        private boolean pause() throws InterruptedException {
            Optional<Duration> left = timeout.map(limit -> limit.minusNanos(System.nanoTime() - start));
            if (left.filter(rest -> !rest.isPositive()).isPresent()) {
                follower.notice(notice(TIMEOUT));
                return false;
            }
            if (silent) {
                follower.notice(notice(HEARTBEAT));
            }
            silent = !await(
                    wakeUp, left.filter(rest -> rest.compareTo(heartbeat) < 0).orElse(heartbeat));
            return true;
        }

        private RunEvent notice(String type) {
            RunStatus status =
                    RunStatus.of(runs.state(runId).orElseThrow(), jobs.standingsOfRun(runId), nodes::obstacle);
            try {
                return new RunEvent(
                        runId, sequence, Instant.now(), type, Optional.empty(), json.writeValueAsString(status));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
