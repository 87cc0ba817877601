package dev.narrowgauge.domain.determinism;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.determinism.RunSettings.Rewriting;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TestDeterminismCheck {
    private static final RunSettings USUAL = new RunSettings(4, Rewriting.ENABLE_ALL, false);

    /** A model whose three samples have as score of their second class what the settings make it. */
    private static DeterminismReport check(ToDoubleFunction<RunSettings> score) {
        return new DeterminismCheck((settings, times) -> Stream.generate(() -> answers(score.applyAsDouble(settings)))
                        .limit(times)
                        .toList())
                .check(USUAL);
    }

    private static Answers answers(double score) {
        return new Answers(Stream.of(0.0, 1.0, 2.0)
                .map(first -> new Answers.Sample(first + " " + score, new double[] {first, score}))
                .toList());
    }

    @Test
    void nothingDiffers() {
        DeterminismReport report = check(settings -> 1);
        assertThat(report.repeats()).isTrue();
        assertThat(report.differsNowhere()).isTrue();
        assertThat(report.differences())
                .hasSize(6)
                .allSatisfy(difference -> assertThat(difference.remedy()).isNull());
        assertThat(report.differences().get(2).what()).isEqualTo("1 thread instead of 4");
        assertThat(new DeterminismCheck((_, times) -> Collections.nCopies(times, answers(1)))
                        .checkBriefly(USUAL)
                        .differences())
                .isEqualTo(report.differences().subList(0, 3));
    }

    @Test
    void threadsThatMatterAreNamed() {
        DeterminismReport report = check(settings -> settings.threads() == 1 ? 0.5 : 1.5);
        assertThat(report.repeats()).isTrue();
        assertThat(report.differsNowhere()).isFalse();
        Difference threads = report.differences().get(2);
        assertThat(threads.differing()).isEqualTo(3);
        assertThat(threads.changedAnswers())
                .as("where 1.0 stands between 0.5 and 1.5")
                .isEqualTo(1);
        assertThat(threads.largest()).isEqualTo(1.0);
        assertThat(threads.remedy()).isEqualTo("intra_op_num_threads=1 everywhere");
        assertThat(threads.sentence()).contains("3 of 3 samples differ").contains("answers changed: 1");
    }

    /** Blocked layouts split sums by the number of threads; without them it does not matter. */
    @Test
    void theSettingThatCostsLeastIsNamed() {
        Difference threads = check(
                        settings -> settings.rewriting() == Rewriting.ENABLE_ALL && settings.threads() == 1 ? 0.5 : 1.5)
                .differences()
                .get(2);
        assertThat(threads.remedy()).isEqualTo("graph_optimization_level=ORT_ENABLE_EXTENDED");
    }

    @Test
    void theFurthestRewritingThatChangesNothingIsNamed() {
        DeterminismReport report = check(settings -> settings.rewriting() == Rewriting.ENABLE_ALL ? 1.5 : 1.25);
        assertThat(report.differences().subList(3, 6))
                .extracting(Difference::remedy)
                .containsOnly("graph_optimization_level=ORT_ENABLE_EXTENDED");
        assertThat(report.differences().get(3).what())
                .isEqualTo("graph optimization DISABLE_ALL instead of ENABLE_ALL");
    }

    @Test
    void whatVariesFromRunToRunIsNotRepeatable() {
        AtomicInteger runs = new AtomicInteger();
        DeterminismReport report = check(settings -> settings.isDeterministic() ? 0 : runs.incrementAndGet());
        assertThat(report.repeats()).isFalse();
        assertThat(report.differences().subList(0, 2))
                .extracting(Difference::remedy)
                .containsOnly("use_deterministic_compute=1");
    }

    @Test
    void whatNothingHelpsSaysSo() {
        AtomicInteger runs = new AtomicInteger();
        Difference again =
                check(settings -> runs.incrementAndGet()).differences().getFirst();
        assertThat(again.remedy()).isNull();
        assertThat(again.sentence()).endsWith("no setting that was tried removes it");
    }

    @Test
    void valuesThatAreNoNumbersHaveNoDistance() {
        Answers numbers = new Answers(List.of(new Answers.Sample("a", new double[] {1})));
        Answers others = new Answers(List.of(new Answers.Sample("b", new double[] {Double.NaN})));
        assertThat(Difference.between("x", numbers, others).largest()).isNull();
    }
}
