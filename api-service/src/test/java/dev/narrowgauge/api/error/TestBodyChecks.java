package dev.narrowgauge.api.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.Faults;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestBodyChecks {
    /** Whoever sent the body can mend what is known of it, whether the database is there or not. */
    @Test
    void machineThatCannotLookHidesNoFault() {
        BodyChecks checks = new BodyChecks(List.of(
                new BodyChecks.Check<>(String.class, (_, faults) -> {
                    faults.add(new NarrowgaugeException(ErrorCode.REQUEST_INVALID, "wrong"));
                    throw new IllegalStateException("no connection");
                }),
                new BodyChecks.Check<>(String.class, (_, _) -> {
                    throw new NarrowgaugeException(ErrorCode.STORAGE_UNAVAILABLE, "no disk");
                })));

        Faults faults = checks.faults("a body");
        assertThatThrownBy(faults::raise).hasMessage("wrong");
    }

    @Test
    void bodyOfAnotherKindIsNotLookedAt() {
        BodyChecks checks = new BodyChecks(List.of(new BodyChecks.Check<>(
                Integer.class,
                (_, faults) -> faults.add(new NarrowgaugeException(ErrorCode.REQUEST_INVALID, "wrong")))));

        assertThat(checks.faults("a body").isEmpty()).isTrue();
    }
}
