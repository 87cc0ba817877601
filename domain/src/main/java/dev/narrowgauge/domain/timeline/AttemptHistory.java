package dev.narrowgauge.domain.timeline;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is known of an attempt while its facts are read, in the order in which they happened. */
final class AttemptHistory {
    private final int attempt;
    private final List<Phase> phases = new ArrayList<>();
    private Optional<Instant> queuedAt = Optional.empty();
    private Optional<Instant> takenAt = Optional.empty();
    private Optional<Instant> endedAt = Optional.empty();
    private Optional<AttemptEnd> end = Optional.empty();
    private Optional<Lasting> lasting = Optional.empty();

    /** The phase that has not ended. */
    private record Lasting(String name, Instant from) {}

    AttemptHistory(int attempt) {
        this.attempt = attempt;
    }

    boolean is(int number) {
        return attempt == number;
    }

    void queued(Instant at) {
        queuedAt = Optional.of(at);
        begin(Phase.QUEUED, at);
    }

    void taken(Instant at) {
        takenAt = Optional.of(at);
        begin(Phase.UNKNOWN, at);
    }

    void stage(String name, Instant at) {
        begin(name, at);
    }

    void ended(Instant at, Optional<AttemptEnd> how) {
        if (endedAt.isPresent()) {
            return;
        }
        endPhase(at);
        endedAt = Optional.of(at);
        end = how;
    }

    private void begin(String name, Instant at) {
        if (lasting.filter(phase -> phase.name().equals(name)).isPresent()) {
            return;
        }
        endPhase(at);
        lasting = Optional.of(new Lasting(name, at));
    }

    private void endPhase(Instant at) {
        lasting.map(phase -> Phase.ended(phase.name(), phase.from(), at)).ifPresent(phases::add);
        lasting = Optional.empty();
    }

    AttemptTimeline timeline(Instant now) {
        List<Phase> all = new ArrayList<>(phases);
        lasting.map(phase -> Phase.lasting(phase.name(), phase.from(), now)).ifPresent(all::add);
        return new AttemptTimeline(attempt, queuedAt, takenAt, endedAt, end, all);
    }
}
