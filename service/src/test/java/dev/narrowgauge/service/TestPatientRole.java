package dev.narrowgauge.service;

import static dev.narrowgauge.db.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class TestPatientRole {
    private static final Duration LONG = Duration.ofMinutes(5);

    private final List<String> events = new CopyOnWriteArrayList<>();
    private final List<NarrowgaugeException> ends = new CopyOnWriteArrayList<>();

    /** What keeps the role from its start; none where it starts. */
    private volatile Optional<ErrorCode> fault = Optional.of(ErrorCode.SERVICE_UNREACHABLE);

    @Test
    void roleStartsOnceItsServersAnswerAndSaysMeanwhileThatItWaits() {
        try (PatientRole role = role(LONG)) {
            assertThat(role.whyPaused()).contains("it is SERVICE_UNREACHABLE");
            fault = Optional.of(ErrorCode.SCHEMA_TOO_OLD);
            await("it says what is next", () -> role.whyPaused().equals(Optional.of("it is SCHEMA_TOO_OLD")));
            fault = Optional.empty();
            await("it runs", () -> role.whyPaused().isEmpty());
        }
        assertThat(events).containsExactly("starts", "stops");
        assertThat(ends).isEmpty();
    }

    /** As before the start of anything else. */
    @Test
    void faultThatWaitingDoesNotMendIsThrownAtOnce() {
        fault = Optional.of(ErrorCode.STORAGE_UNAVAILABLE);
        assertThatThrownBy(() -> role(LONG)).hasMessage("no bean");
        assertThat(ends).isEmpty();
    }

    @Test
    void faultThatWaitingDoesNotMendEndsTheProcessLater() {
        try (PatientRole _ = role(LONG)) {
            fault = Optional.of(ErrorCode.STORAGE_UNAVAILABLE);
            await("it ends the process", () -> !ends.isEmpty());
        }
        assertThat(ends).extracting(NarrowgaugeException::code).containsExactly(ErrorCode.STORAGE_UNAVAILABLE);
    }

    @Test
    void waitThatIsOverEndsTheProcess() {
        try (PatientRole _ = role(Duration.ZERO)) {
            await("it ends the process", () -> !ends.isEmpty());
        }
        assertThat(ends).extracting(NarrowgaugeException::code).containsExactly(ErrorCode.SERVICE_UNREACHABLE);
    }

    @Test
    void roleThatIsClosedWhileItWaitsDoesNotStart() {
        PatientRole role = role(LONG);
        role.close();
        fault = Optional.empty();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("start-of-worker");
        assertThat(events).isEmpty();
        assertThat(ends).isEmpty();
    }

    private PatientRole role(Duration maxWait) {
        Supplier<TaskService> start = () -> {
            Optional<ErrorCode> now = fault;
            if (now.isPresent()) {
                throw new IllegalStateException("no bean", new NarrowgaugeException(now.get(), "it is " + now.get()));
            }
            events.add("starts");
            return new Running();
        };
        return PatientRole.start("worker", start, maxWait, ends::add);
    }

    private final class Running implements TaskService {
        @Override
        public Optional<String> whyPaused() {
            return Optional.empty();
        }

        @Override
        public void takeNoMore() {}

        @Override
        public void close() {
            events.add("stops");
        }
    }
}
