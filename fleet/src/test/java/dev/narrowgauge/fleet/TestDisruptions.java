package dev.narrowgauge.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestDisruptions {
    private static final List<List<Disruption>> KINDS =
            List.of(kind("killed", 7), kind("stopped", 7), kind("drained", 3));

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 11, 200})
    void firstFewAreOfEveryKind(long seed) {
        List<Disruption> order = Disruptions.order(KINDS, new Random(seed));
        assertThat(order.subList(0, 3).stream().map(TestDisruptions::kindOf))
                .containsExactlyInAnyOrder("killed", "stopped", "drained");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 11, 200})
    void eachIsThereOnceInTheOrderOfItsSeed(long seed) {
        List<Disruption> order = Disruptions.order(KINDS, new Random(seed));
        assertThat(order)
                .containsExactlyInAnyOrderElementsOf(
                        KINDS.stream().flatMap(List::stream).toList());
        assertThat(Disruptions.order(KINDS, new Random(seed))).isEqualTo(order);
    }

    private static List<Disruption> kind(String kind, int members) {
        return IntStream.range(0, members)
                .mapToObj(member -> new Disruption("member-%d %s".formatted(member, kind), () -> {}))
                .toList();
    }

    private static String kindOf(Disruption disruption) {
        return disruption.name().split(" ")[1];
    }
}
