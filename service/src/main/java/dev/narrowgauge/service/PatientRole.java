package dev.narrowgauge.service;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A role that starts as soon as those answer whom it needs for that, and says meanwhile what it waits for. */
final class PatientRole implements TaskService {
    private static final Logger LOG = System.getLogger(PatientRole.class.getName());
    private static final Duration STOP = Duration.ofSeconds(15);

    private final String name;
    private final Supplier<TaskService> start;
    private final Patience patience;
    private final ProcessEnd end;
    private final Thread thread;
    private volatile Optional<TaskService> running = Optional.empty();
    private volatile Optional<String> obstacle = Optional.empty();
    private volatile boolean leaving;

    private PatientRole(String name, Supplier<TaskService> start, Patience patience, ProcessEnd end) {
        this.name = name;
        this.start = start;
        this.patience = patience;
        this.end = end;
        this.thread = Thread.ofPlatform().name("start-of-" + name).unstarted(this::awaitStart);
    }

    /**
     * Tries once before it returns. What waiting does not mend is thrown then, and ends the process later.
     *
     * @param maxWait how long to try
     */
    static PatientRole start(String name, Supplier<TaskService> start, Duration maxWait, ProcessEnd end) {
        PatientRole role = new PatientRole(name, start, new Patience(maxWait), end);
        try {
            role.attempt();
        } catch (RuntimeException e) {
            if (role.obstacle.isEmpty()) {
                throw e;
            }
            role.thread.start();
        }
        return role;
    }

    private void awaitStart() {
        try {
            patience.until(this::attempt);
        } catch (RuntimeException | Error e) {
            if (!leaving) {
                end.because(explained(e));
            }
        }
    }

    private TaskService attempt() {
        try {
            TaskService started = start.get();
            keep(started);
            return started;
        } catch (RuntimeException e) {
            obstacle = Patience.absence(e).map(NarrowgaugeException::getMessage);
            throw e;
        }
    }

    private synchronized void keep(TaskService started) {
        if (leaving) {
            started.close();
            return;
        }
        running = Optional.of(started);
        obstacle = Optional.empty();
    }

    private NarrowgaugeException explained(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .filter(NarrowgaugeException.class::isInstance)
                .map(NarrowgaugeException.class::cast)
                .findFirst()
                .orElseGet(() -> new NarrowgaugeException(
                        ErrorCode.INTERNAL_ERROR, "The %s did not start: %s".formatted(name, failure), failure));
    }

    @Override
    public Optional<String> whyPaused() {
        return running.map(TaskService::whyPaused).orElse(obstacle);
    }

    @Override
    public void takeNoMore() {
        leave();
        running.ifPresent(TaskService::takeNoMore);
    }

    @Override
    public void close() {
        leave();
        awaitEnd();
        running.ifPresent(TaskService::close);
    }

    private synchronized void leave() {
        leaving = true;
        thread.interrupt();
    }

    /** A start that is under way closes by itself what it has started. */
    private void awaitEnd() {
        if (!thread.isAlive()) {
            return;
        }
        try {
            if (!thread.join(STOP)) {
                LOG.log(Level.WARNING, "the start of the {0} did not end in {1}", name, STOP);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
