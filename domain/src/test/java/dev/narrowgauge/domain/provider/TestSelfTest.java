package dev.narrowgauge.domain.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.provider.PlacedNodes.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must hold of every run on a provider, whatever was found: drawn at random. */
class TestSelfTest {
    private static final int CASES = 500;

    /** @param seed of the draw */
    record Case(long seed, Placement placement, OutputDifference difference) {}

    static Stream<Case> cases() {
        return IntStream.range(0, CASES).mapToObj(TestSelfTest::draw);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void passesOnlyWhereTheProviderComputedAndAgreed(Case drawn) {
        boolean passed = SelfTest.of(drawn.placement(), drawn.difference()).hasPassed();

        Placement placement = drawn.placement();
        boolean mostlyThere = placement.computeNodes() > 0
                && placement.fallbackNodes() <= Placement.MOST_FALLBACK * placement.computeNodes();
        assertThat(passed).isEqualTo(mostlyThere && drawn.difference().withinTolerance());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void oneMoreNodeElsewhereHelpsNobody(Case drawn) {
        boolean before = SelfTest.of(drawn.placement(), drawn.difference()).hasPassed();
        List<PlacedNodes> nodes = new ArrayList<>(drawn.placement().nodes());
        nodes.add(new PlacedNodes(Provider.CPU.runtimeName(), "Extra", Work.COMPUTE, 1, 1));
        Placement worse = new Placement(Provider.CUDA, nodes, drawn.placement().fallback());

        assertThat(SelfTest.of(worse, drawn.difference()).hasPassed() && !before)
                .isFalse();
        assertThat(worse.fallbackShare())
                .isGreaterThanOrEqualTo(
                        drawn.placement().computeNodes() == 0
                                ? 1
                                : drawn.placement().fallbackShare());
    }

    /** Shapes stay on the CPU, and copies go between the two, without counting for or against anybody. */
    @ParameterizedTest
    @MethodSource("cases")
    void shapesAndCopiesDecideNothing(Case drawn) {
        List<PlacedNodes> computing = drawn.placement().nodes().stream()
                .filter(nodes -> nodes.work() == Work.COMPUTE)
                .toList();
        Placement without =
                new Placement(Provider.CUDA, computing, drawn.placement().fallback());

        assertThat(SelfTest.of(without, drawn.difference()))
                .isEqualTo(SelfTest.of(drawn.placement(), drawn.difference()));
    }

    private static Case draw(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<PlacedNodes> nodes = new ArrayList<>();
        for (int kind = random.nextInt(6); kind > 0; kind--) {
            Provider provider = random.nextInt(4) == 0 ? Provider.CPU : Provider.CUDA;
            Work work = Work.values()[random.nextInt(Work.values().length)];
            nodes.add(new PlacedNodes(provider.runtimeName(), "Op" + kind, work, 1 + random.nextInt(20), 1));
        }
        NumberFormat format = NumberFormat.values()[random.nextInt(NumberFormat.values().length)];
        double share =
                random.nextInt(10) == 0 ? Double.POSITIVE_INFINITY : format.tolerance() * 2 * random.nextDouble();
        return new Case(seed, new Placement(Provider.CUDA, nodes, List.of()), new OutputDifference(format, share));
    }
}
