package dev.narrowgauge.cli.remote;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.run.RunState;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Follows a run to its end over a connection that may break, seeing each event once. */
public final class RunFollower {
    private static final long PAUSE_MILLIS = 500;

    /** A minute of them, in which a service starts again. */
    private static final int FRUITLESS_CONNECTIONS = 120;

    private final RemoteClient client;
    private final String runId;
    private final Consumer<RunEvent> listener;
    private long sequence;

    public RunFollower(RemoteClient client, String runId, Consumer<RunEvent> listener) {
        this.client = client;
        this.runId = runId;
        this.listener = listener;
    }

    /** Gives the run's last state. */
    public String awaitEnd() throws InterruptedException {
        for (int fruitless = 0; fruitless < FRUITLESS_CONNECTIONS; fruitless++) {
            long before = sequence;
            Optional<String> end = follow();
            if (end.isPresent()) {
                return end.get();
            }
            if (sequence > before) {
                fruitless = 0;
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        throw new NarrowgaugeException(
                ErrorCode.SERVICE_UNREACHABLE, "The service no longer sends the events of run %s.".formatted(runId));
    }

    private Optional<String> follow() {
        try (EventStream events = client.events(runId, sequence)) {
            for (Optional<RunEvent> event = events.next(); event.isPresent(); event = events.next()) {
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
