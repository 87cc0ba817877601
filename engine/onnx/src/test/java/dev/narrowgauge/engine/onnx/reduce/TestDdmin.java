package dev.narrowgauge.engine.onnx.reduce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.engine.onnx.proto.ModelProto;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TestDdmin {
    private static final FaultyModel ANY = new FaultyModel(ModelProto.getDefaultInstance(), Samples.NONE);

    private final Ddmin ddmin = new Ddmin(new Trials(ANY, any -> true, () -> true, (stage, done, total) -> {}));

    @Test
    void findsExactlyWhatIsNeeded() {
        for (long seed = 0; seed < 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<Integer> all =
                    IntStream.range(0, random.nextInt(1, 120)).boxed().toList();
            Set<Integer> needed = new HashSet<>();
            for (int i = random.nextInt(1, 6); i > 0; i--) {
                needed.add(random.nextInt(all.size()));
            }
            assertThat(ddmin.minimize(all, some -> some.containsAll(needed)))
                    .as("seed %d", seed)
                    .containsExactlyInAnyOrderElementsOf(needed);
        }
    }

    /** Where less than what is left may do, but not less by one: what the algorithm promises, and no more. */
    @Test
    void nothingThatIsLeftCanBeSparedAlone() {
        for (long seed = 0; seed < 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<Integer> all = IntStream.range(0, 40).boxed().toList();
            int sum = random.nextInt(1, 700);
            List<Integer> kept = ddmin.minimize(
                    all, some -> some.stream().mapToInt(Integer::intValue).sum() >= sum);
            for (Integer one : kept) {
                List<Integer> without = new ArrayList<>(kept);
                without.remove(one);
                assertThat(without.stream().mapToInt(Integer::intValue).sum())
                        .as("seed %d without %d of %s", seed, one, kept)
                        .isLessThan(sum);
            }
        }
    }

    @Test
    void oneOfManyIsFoundInFewTries() {
        AtomicInteger tries = new AtomicInteger();
        List<Integer> all = IntStream.range(0, 4096).boxed().toList();
        assertThat(ddmin.minimize(all, some -> tries.incrementAndGet() > 0 && some.contains(2077)))
                .containsExactly(2077);
        assertThat(tries.get()).isLessThanOrEqualTo(24);
    }

    @Test
    void noneIsTriedOnlyWhereNoneWillDo() {
        List<Integer> all = List.of(1, 2, 3);
        assertThat(ddmin.orNone(all, some -> true)).isEmpty();
        assertThat(ddmin.minimize(all, some -> true)).hasSize(1);
        assertThat(ddmin.orNone(all, some -> some.contains(2))).containsExactly(2);
    }

    @Test
    void whatIsLeftWhenTimeIsUpHasTheProperty() {
        AtomicInteger tries = new AtomicInteger();
        Ddmin hurried = new Ddmin(new Trials(ANY, any -> true, () -> tries.get() < 9, (stage, done, total) -> {}));
        List<Integer> all = IntStream.range(0, 1000).boxed().toList();
        List<Integer> kept =
                hurried.minimize(all, some -> tries.incrementAndGet() > 0 && some.containsAll(List.of(3, 900)));
        assertThat(kept).contains(3, 900).hasSizeLessThan(1000);
    }
}
