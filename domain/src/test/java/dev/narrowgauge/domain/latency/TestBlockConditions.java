package dev.narrowgauge.domain.latency;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TestBlockConditions {
    private static final BlockConditions QUIET = new BlockConditions(0.01, 0.02, 0.03, 0L, 0L, 0L, 0.25);

    @Test
    void whatTheSystemDoesNotTellIsNoCause() {
        assertThat(BlockConditions.unknown().voidCauses()).isEmpty();
        assertThat(BlockConditions.unknown().counts()).isTrue();
    }

    @Test
    void limitsThemselvesAreKept() {
        assertThat(QUIET.voidCauses()).isEmpty();
    }

    @Test
    void everythingBeyondItsLimitIsACause() {
        assertThat(new BlockConditions(0.011, 0.021, 0.031, 1L, 1L, 1L, 0.26).voidCauses())
                .containsExactly(VoidCause.values());
        assertThat(new BlockConditions(null, 0.5, null, null, 0L, 0L, 0.5).voidCauses())
                .containsExactly(VoidCause.RUN_QUEUE, VoidCause.CO_TENANT);
        assertThat(new BlockConditions(null, null, null, null, 0L, null, 0.5).voidCauses())
                .containsExactly(VoidCause.CO_TENANT);
        assertThat(new BlockConditions(0.0, 0.0, 0.0, 0L, 2L, 0L, 0.0).counts()).isFalse();
    }

    @Test
    void everyCauseHasItsPhrase() {
        assertThat(VoidCause.values())
                .extracting(VoidCause::phrase)
                .doesNotContain("")
                .doesNotHaveDuplicates();
    }
}
