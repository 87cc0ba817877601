package dev.narrowgauge.domain.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.release.NamedReleases.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class TestNamedReleases {
    @Test
    void approvedReleaseReplacesTheActiveOne() {
        assertThat(told(releases(ReleaseState.PROPOSED).approve(id(1)))).containsExactly("digits@1 ACTIVE");
        assertThat(told(releases(ReleaseState.REPLACED, ReleaseState.ACTIVE, ReleaseState.PROPOSED)
                        .approve(id(3))))
                .containsExactly("digits@2 REPLACED", "digits@3 ACTIVE");
        refused(() -> releases(ReleaseState.ACTIVE).approve(id(1)), "digits@1 is ACTIVE");
        refused(() -> releases(ReleaseState.WITHDRAWN).approve(id(1)), "digits@1 is WITHDRAWN");
    }

    @Test
    void rollBackReturnsToTheOneBefore() {
        NamedReleases releases =
                releases(ReleaseState.REPLACED, ReleaseState.REPLACED, ReleaseState.ROLLED_BACK, ReleaseState.ACTIVE);
        assertThat(told(releases.rollBack(id(4), OptionalInt.empty())))
                .containsExactly("digits@4 ROLLED_BACK", "digits@2 ACTIVE");
        assertThat(told(releases.rollBack(id(4), OptionalInt.of(1))))
                .containsExactly("digits@4 ROLLED_BACK", "digits@1 ACTIVE");
        refused(() -> releases.rollBack(id(4), OptionalInt.of(3)), "digits@1, digits@2");
        refused(() -> releases.rollBack(id(2), OptionalInt.empty()), "which is digits@4");
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> releases.rollBack(id(4), OptionalInt.of(9)))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(ErrorCode.NOT_FOUND));
    }

    /** 3 was found bad and so was 2, which is skipped: from 4, which replaced 1, the way back is to 1. */
    @Test
    void rollBackReturnsToWhatWasActiveAndNotToTheHighestNumber() {
        List<Release> all = releases(
                        ReleaseState.REPLACED, ReleaseState.REPLACED, ReleaseState.ROLLED_BACK, ReleaseState.ACTIVE)
                .all();
        List<ReleaseStep> restored = new ArrayList<>(all.getFirst().steps());
        restored.add(step(ReleaseState.ACTIVE, 4));
        restored.add(step(ReleaseState.REPLACED, 5));
        List<Release> releases = new ArrayList<>(all);
        releases.set(0, with(all.getFirst(), restored));
        releases.set(3, with(all.getLast(), List.of(step(ReleaseState.PROPOSED, 4), step(ReleaseState.ACTIVE, 5))));
        assertThat(told(new NamedReleases(releases).rollBack(id(4), OptionalInt.empty())))
                .containsExactly("digits@4 ROLLED_BACK", "digits@1 ACTIVE");
    }

    private static Release with(Release release, List<ReleaseStep> steps) {
        return new Release(
                release.id(),
                release.modelName(),
                release.number(),
                release.state(),
                release.content(),
                release.createdAt(),
                steps);
    }

    @Test
    void thereMayBeNothingToReturnTo() {
        refused(() -> releases(ReleaseState.ACTIVE).rollBack(id(1), OptionalInt.empty()), "none was replaced");
        refused(
                () -> releases(ReleaseState.ACTIVE, ReleaseState.REPLACED).rollBack(id(1), OptionalInt.empty()),
                "those are digits@2");
    }

    @Test
    void whatIsNotActiveIsWithdrawn() {
        NamedReleases releases = releases(ReleaseState.REPLACED, ReleaseState.ACTIVE, ReleaseState.PROPOSED);
        assertThat(told(releases.withdraw(id(1)))).containsExactly("digits@1 WITHDRAWN");
        assertThat(told(releases.withdraw(id(3)))).containsExactly("digits@3 WITHDRAWN");
        refused(() -> releases.withdraw(id(2)), "roll it back");
        refused(() -> releases(ReleaseState.ROLLED_BACK).withdraw(id(1)), "ROLLED_BACK already");
    }

    private static void refused(ThrowingCallable change, String part) {
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(change)
                .withMessageContaining(part)
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(ErrorCode.CONFLICT));
    }

    private static List<String> told(List<Change> changes) {
        return changes.stream()
                .map(change -> "%s %s".formatted(change.release().title(), change.state()))
                .toList();
    }

    private static NamedReleases releases(ReleaseState... states) {
        List<Release> releases = new ArrayList<>();
        for (ReleaseState state : states) {
            int number = releases.size() + 1;
            Release.Content content =
                    new Release.Content("a", id(0), id(0), "b", "int8", "int8", List.of("x86-vnni"), "c", "d");
            releases.add(
                    new Release(id(number), "digits", number, state, content, Instant.EPOCH, steps(number, state)));
        }
        return new NamedReleases(releases);
    }

    /** As though each had been approved in the order of their numbers, and replaced by the next. */
    private static List<ReleaseStep> steps(int number, ReleaseState state) {
        List<ReleaseStep> steps = new ArrayList<>(List.of(step(ReleaseState.PROPOSED, number)));
        if (state != ReleaseState.PROPOSED && state != ReleaseState.WITHDRAWN) {
            steps.add(step(ReleaseState.ACTIVE, number));
        }
        if (state != ReleaseState.PROPOSED && state != ReleaseState.ACTIVE) {
            steps.add(step(state, number + 1));
        }
        return steps;
    }

    private static ReleaseStep step(ReleaseState state, int day) {
        return new ReleaseStep(state, Instant.EPOCH.plus(Duration.ofDays(day)), Optional.empty(), "");
    }

    private static UUID id(int number) {
        return new UUID(0, number);
    }
}
