package dev.narrowgauge.engine.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.proto.engine.Failure;
import dev.narrowgauge.proto.engine.Fault;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an engine child finds to be wrong is told one by one, each with its place. */
class TestToldFaults {
    private static final EngineLimits LIMITS =
            new EngineLimits(EngineLimits.MIN_MEMORY_BYTES, Duration.ofMinutes(1), 0);

    @Test
    void faultsArriveOneByOne() {
        NarrowgaugeException failure = exception(Failure.newBuilder()
                .setCode("RECIPE_MATCHES_NOTHING")
                .setMessage("one\ntwo\n3 more.")
                .addFaults(Fault.newBuilder()
                        .setCode("RECIPE_MATCHES_NOTHING")
                        .setSentence("one")
                        .setPointer("/exclude/nodes"))
                .addFaults(Fault.newBuilder().setCode("MODEL_INVALID").setSentence("two"))
                .setUntoldFaults(3)
                .build());

        assertThat(failure.faults())
                .containsExactly(
                        new dev.narrowgauge.domain.error.Fault(
                                ErrorCode.RECIPE_MATCHES_NOTHING, "one", Optional.of("/exclude/nodes")),
                        new dev.narrowgauge.domain.error.Fault(ErrorCode.MODEL_INVALID, "two", Optional.empty()));
        assertThat(failure.untold()).isEqualTo(3);
        assertThat(failure).hasMessage("one\ntwo\n3 more.");
    }

    /** As one does that is older than this side. */
    @Test
    void failureWithoutFaultsIsOne() {
        NarrowgaugeException failure = exception(
                Failure.newBuilder().setCode("MODEL_INVALID").setMessage("one").build());

        assertThat(failure.code()).isEqualTo(ErrorCode.MODEL_INVALID);
        assertThat(failure.faults()).hasSize(1);
        assertThat(failure).hasMessage("one");
    }

    private static NarrowgaugeException exception(Failure failure) {
        return (NarrowgaugeException) EngineRunner.failed(failure, LIMITS).toException();
    }
}
