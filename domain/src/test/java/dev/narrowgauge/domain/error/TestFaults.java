package dev.narrowgauge.domain.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TestFaults {
    private final Faults faults = new Faults();

    @Test
    void nothingIsRaisedWhereNothingIsWrong() {
        assertThat(faults.of(() -> 7)).hasValue(7);
        assertThat(faults.isEmpty()).isTrue();
        assertThatNoException().isThrownBy(faults::raise);
    }

    @Test
    void firstFaultGivesTheCode() {
        faults.check(() -> fail(ErrorCode.NOT_FOUND, "One."));
        faults.check(() -> fail(ErrorCode.CONFLICT, "Two."));

        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(faults::raise)
                .withMessage("One.\nTwo.")
                .returns(ErrorCode.NOT_FOUND, NarrowgaugeException::code);
    }

    @Test
    void placeInAPartIsAPlaceInTheWhole() {
        faults.of("/parts/1", () -> {
            Faults ofPart = new Faults();
            ofPart.add(() -> new Fault(ErrorCode.CONFLICT, "One.", Optional.of("/a/0")));
            ofPart.add(() -> new Fault(ErrorCode.CONFLICT, "Two.", Optional.empty()));
            ofPart.raise();
            return true;
        });

        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(faults::raise)
                .satisfies(failure -> assertThat(failure.faults())
                        .extracting(fault -> fault.pointer().orElseThrow())
                        .containsExactly("/parts/1/a/0", "/parts/1"));
    }

    @Test
    void whatFollowsFromAnotherFaultIsLeftOut() {
        for (String place : new String[] {"/a", "/a/1/b", "/a/1", "/a/10", "/b"}) {
            faults.add(() -> new Fault(ErrorCode.CONFLICT, place, Optional.of(place)));
        }
        faults.add(() -> new Fault(ErrorCode.CONFLICT, "nowhere", Optional.empty()));

        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> faults.apartFrom(List.of("/a/1")).raise())
                .satisfies(failure -> assertThat(failure.faults())
                        .extracting(Fault::sentence)
                        .containsExactly("/a/10", "/b", "nowhere"));
    }

    @Test
    void pointerThatNobodyReadsIsLeftOut() {
        assertThat(new Fault(ErrorCode.CONFLICT, "One.", Optional.of('/' + "x".repeat(499))).pointer())
                .isPresent();
        assertThat(new Fault(ErrorCode.CONFLICT, "One.", Optional.of('/' + "x".repeat(500))).pointer())
                .isEmpty();
    }

    @Test
    void faultsBeyondTheFirstTwentyAreCounted() {
        for (int i = 0; i < 3; i++) {
            faults.of("/parts/" + i, () -> {
                Faults ofPart = new Faults();
                for (int j = 0; j < 30; j++) {
                    ofPart.check(() -> fail(ErrorCode.CONFLICT, "Wrong."));
                }
                ofPart.raise();
                return true;
            });
        }

        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(faults::raise)
                .withMessageEndingWith("Wrong.\n70 more.")
                .satisfies(failure -> assertThat(failure.faults()).hasSize(20))
                .returns(70, NarrowgaugeException::untold);
    }

    @Test
    void whatIsNoFaultOfTheUserIsNotCollected() {
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> faults.check(() -> fail(ErrorCode.DISK_FULL, "Full.")))
                .returns(ErrorCode.DISK_FULL, NarrowgaugeException::code);
        assertThat(faults.isEmpty()).isTrue();
    }

    private static void fail(ErrorCode code, String sentence) {
        throw new NarrowgaugeException(code, sentence);
    }
}
