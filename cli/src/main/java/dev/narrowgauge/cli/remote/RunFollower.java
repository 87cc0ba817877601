package dev.narrowgauge.cli.remote;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.run.RunState;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Follows a run to its end over a connection that may break, seeing each event once. */
public final class RunFollower {
    private static final long PAUSE_MILLIS = 500;

    /** In which a service starts again. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final RemoteClient client;
    private final String runId;
    private final Consumer<RunEvent> listener;
    private final Duration patience;
    private long sequence;
    private long lastHeard;

    public RunFollower(RemoteClient client, String runId, Consumer<RunEvent> listener) {
        this(client, runId, listener, PATIENCE);
    }

    /** @param patience how long a service may say nothing before it counts as gone */
    RunFollower(RemoteClient client, String runId, Consumer<RunEvent> listener, Duration patience) {
        this.client = client;
        this.runId = runId;
        this.listener = listener;
        this.patience = patience;
    }

    /** Gives the run's last state. */
    public String awaitEnd() throws InterruptedException {
        lastHeard = System.nanoTime();
        while (true) {
            Optional<String> end = follow();
            if (end.isPresent()) {
                return end.get();
            }
            if (System.nanoTime() - lastHeard >= patience.toNanos()) {
                throw new NarrowgaugeException(
                        ErrorCode.SERVICE_UNREACHABLE,
                        "The service has not said anything of run %s for %d s; see whether it is up, then go on with 'narrowgauge run watch %s'."
                                .formatted(runId, patience.toSeconds(), runId));
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    private Optional<String> follow() {
        try (EventStream events = client.events(runId, sequence)) {
            for (Optional<RunEvent> event = events.next(); event.isPresent(); event = events.next()) {
                lastHeard = System.nanoTime();
                sequence = Math.max(sequence, event.get().sequence());
                listener.accept(event.get());
                if (isEnd(event.get())) {
                    return Optional.of(event.get().data().path("state").asText());
                }
            }
        } catch (IOException _) {
            return Optional.empty();
        } catch (NarrowgaugeException failure) {
            if (failure.code() != ErrorCode.SERVICE_UNREACHABLE) {
                throw failure;
            }
        }
        return Optional.empty();
    }

    private static boolean isEnd(RunEvent event) {
        return event.type().equals("run-state")
                && Stream.of(RunState.values())
                        .filter(RunState::ended)
                        .anyMatch(ended ->
                                ended.name().equals(event.data().path("state").asText()));
    }
}
