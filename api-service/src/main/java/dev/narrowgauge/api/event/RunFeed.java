package dev.narrowgauge.api.event;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.narrowgauge.db.Channel;
import dev.narrowgauge.db.EventStore;
import dev.narrowgauge.db.RunStore;
import dev.narrowgauge.db.notify.Notifications;
import dev.narrowgauge.domain.run.RunEvent;
import dev.narrowgauge.domain.run.RunState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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

    private final RunStore runs;
    private final EventStore events;
    private final Notifications notifications;
    private final ObjectMapper json;
    private final Duration heartbeat;
    private final Map<Semaphore, UUID> bells = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** @param heartbeat longest silence towards a follower */
    public RunFeed(
            RunStore runs, EventStore events, Notifications notifications, ObjectMapper json, Duration heartbeat) {
        this.runs = requireNonNull(runs, "runs is null");
        this.events = requireNonNull(events, "events is null");
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

        /** Nothing has happened for a while. */
        void heartbeat();
    }

    /** Blocks until the run has ended and the follower knows, the follower is gone, or this feed is closed. */
    public void follow(UUID runId, long afterSequence, Follower follower) {
        Semaphore bell = new Semaphore(0);
        bells.put(bell, runId);
        try (var _ = notifications.listen(Channel.RUN_EVENT, payload -> {
            if (payload.isEmpty() || payload.get().equals(runId.toString())) {
                bell.release();
            }
        })) {
            follower.whenGone(bell::release);
            long sequence = afterSequence;
            boolean ended = false;
            while (!closed && !follower.gone()) {
                List<RunEvent> batch = events.after(runId, sequence, BATCH);
                for (RunEvent event : batch) {
                    follower.event(event);
                    if (ends(event)) {
                        return;
                    }
                    sequence = event.sequence();
                }
                if (ended && batch.isEmpty()) {
                    return;
                }
                // Asked before the next look at the events: what came with the end is among them.
                ended = ended(runId);
                if (!ended && batch.size() < BATCH && !await(bell)) {
                    follower.heartbeat();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            bells.remove(bell);
        }
    }

    /** How many follow the run now. */
    public long followers(UUID runId) {
        return bells.values().stream().filter(runId::equals).count();
    }

    /** Sends all followers home, for the service to stop without waiting for them. */
    @Override
    public void close() {
        closed = true;
        bells.keySet().forEach(Semaphore::release);
    }

    private boolean await(Semaphore bell) throws InterruptedException {
        boolean rung = bell.tryAcquire(heartbeat.toMillis(), TimeUnit.MILLISECONDS);
        bell.drainPermits();
        return rung;
    }

    /** A follower that came back after it had seen the last event gets no event that could tell it. */
    private boolean ended(UUID runId) {
        return runs.find(runId).map(run -> run.state() != RunState.RUNNING).orElse(true);
    }

    private boolean ends(RunEvent event) {
        if (!event.type().equals(RUN_STATE)) {
            return false;
        }
        try {
            String state = json.readTree(event.data()).path("state").asText();
            return !state.equals(RunState.RUNNING.name());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "event %d of run %s is not JSON".formatted(event.sequence(), event.runId()), e);
        }
    }
}
