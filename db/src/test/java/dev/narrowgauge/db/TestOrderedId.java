package dev.narrowgauge.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class TestOrderedId {
    private static final long MILLIS = 1_772_359_200_123L;

    @Test
    void laterIdsAreGreaterWhateverIsRandomInThem() {
        UUID all = new UUID(-1, -1);
        UUID none = new UUID(0, 0);
        assertThat(OrderedId.of(MILLIS, all).toString())
                .isLessThan(OrderedId.of(MILLIS + 1, none).toString());
    }

    @Test
    void idHasItsTimeItsVersionAndSeventyFourRandomBits() {
        UUID random = UUID.randomUUID();
        UUID id = OrderedId.of(MILLIS, random);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(MILLIS);
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getLeastSignificantBits()).isEqualTo(random.getLeastSignificantBits());
        assertThat(OrderedId.next()).isNotEqualTo(OrderedId.next());
    }
}
