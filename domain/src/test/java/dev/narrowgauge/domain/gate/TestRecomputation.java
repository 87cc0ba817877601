package dev.narrowgauge.domain.gate;

import static dev.narrowgauge.domain.gate.MeasuredVariants.measured;
import static dev.narrowgauge.domain.gate.MeasuredVariants.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.latency.Block;
import dev.narrowgauge.domain.latency.Fork;
import dev.narrowgauge.domain.latency.LatencyEvidence;
import dev.narrowgauge.domain.latency.NoiseFloor;
import dev.narrowgauge.domain.latency.Role;
import dev.narrowgauge.domain.latency.Round;
import dev.narrowgauge.domain.latency.Turn;
import dev.narrowgauge.domain.stats.LatencyHistogram;
import dev.narrowgauge.domain.variant.Precision;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TestRecomputation {
    private final Gate gate = new Gate(Policy.standard());

    @Test
    void documentFollowsFromItsEvidence() {
        List<Row> rows = gate.rows(List.of(
                measured(Precision.INT8, 0.4, 10_000, 220, 300),
                measured(Precision.FP16, 1.2, 797, 0, 0),
                new Evidence.Missing("other", Precision.INT8, "x86-vnni", ErrorCode.ENGINE_CRASHED, "It crashed.")));

        assertThat(Recomputation.of(rows, gate.verdict(rows), Policy.standard()).differences())
                .isEmpty();
        assertThat(Recomputation.of(rows, Verdict.PASS, Policy.standard()).differences())
                .singleElement()
                .asString()
                .contains("the verdict is PASS in the document");
    }

    @Test
    void documentThatSaysMoreThanItsEvidenceIsFound() {
        List<Row> honest = gate.rows(List.of(measured(Precision.INT8, 1.2, 797, 0, 0)));
        List<Row> other = gate.rows(List.of(measured(Precision.INT8, 0.4, 797, 0, 0)));
        Row row = other.getLast();
        Row forged = new Row(
                row.variantId(),
                row.recipe(),
                row.precision(),
                false,
                row.sizeBytes(),
                row.sizeRatio(),
                row.device(),
                row.accuracy(),
                new VerdictDocument.Latency(
                        row.latency().p50Millis(),
                        row.latency().p90Millis(),
                        row.latency().p99Millis(),
                        row.latency().p999Millis(),
                        row.latency().runs(),
                        row.latency().ratio(),
                        row.latency().control(),
                        row.latency().speed(),
                        row.latency().forks(),
                        row.latency().moreForks(),
                        row.latency().reason(),
                        null,
                        honest.getLast().latency().evidence()),
                row.peakMemoryBytes(),
                row.verdict(),
                row.gating(),
                row.rules(),
                row.notes(),
                null,
                row.decision(),
                row.further(),
                row.sha256(),
                row.extension(),
                row.reused());

        assertThat(Recomputation.of(List.of(other.getFirst(), forged), Verdict.PASS, Policy.standard())
                        .differences())
                .anyMatch(difference -> difference.contains("int8 on x86-vnni: the ratio"))
                .anyMatch(difference -> difference.contains("int8 on x86-vnni: the speed is FASTER"))
                .anyMatch(difference -> difference.contains("rule latency is PASS"));
    }

    @Test
    void tailsFollowFromTheRunsOfEveryBlock() {
        Evidence.Measured uncounted = measured(Precision.INT8, 0.4, 797, 0, 0);
        LatencyEvidence counted = counted(uncounted.latency()).recounted();
        List<Row> honest = gate.rows(List.of(with(uncounted, counted)));

        assertThat(counted.variant().runs()).isEqualTo(1000L * counted.forks().size());
        double slowest = counted.forks().stream()
                .mapToDouble(fork -> fork.rounds().getFirst().blocks().getLast().medianMillis())
                .max()
                .orElseThrow();
        assertThat(counted.variant().p99Millis())
                .as("one run of a hundred is one of the slowest block that takes twice as long")
                .isCloseTo(2 * slowest, within(1e-3 * 2 * slowest));
        assertThat(Recomputation.of(honest, gate.verdict(honest), Policy.standard())
                        .differences())
                .isEmpty();

        LatencyEvidence forged = counted(uncounted.latency());
        List<Row> rows = gate.rows(List.of(with(uncounted, forged)));
        assertThat(Recomputation.of(rows, gate.verdict(rows), Policy.standard()).differences())
                .anyMatch(difference -> difference.startsWith("baseline on x86-vnni: the p99 is 1.200 ms"))
                .anyMatch(difference -> difference.startsWith("int8 on x86-vnni: the p90 is not known"))
                .anyMatch(difference -> difference.startsWith("int8 on x86-vnni: the number of runs is 1000"));
    }

    @Test
    void medianThatIsNotThatOfItsRunsIsFound() {
        Evidence.Measured plain = measured(Precision.INT8, 0.4, 797, 0, 0);
        LatencyEvidence counted = counted(plain.latency()).recounted();
        LatencyEvidence altered = new LatencyEvidence(
                        counted.baseline(),
                        counted.variant(),
                        changed(counted.forks(), block -> block.role() == Role.VARIANT ? halved(block) : block),
                        1,
                        7,
                        true)
                .recounted();
        List<Row> rows = gate.rows(List.of(with(plain, altered)));

        assertThat(Recomputation.of(rows, gate.verdict(rows), Policy.standard()).differences())
                .containsExactly("int8 on x86-vnni: of 10 blocks the median is not that of their runs.");
    }

    /** The ratio comes from the turns. */
    @Test
    void turnsThatAreNotThoseOfTheirRunsAreFound() {
        LatencyEvidence counted =
                counted(measured(Precision.INT8, 0.4, 797, 0, 0).latency());
        assertThat(counted.alteredBlocks()).isZero();
        List<Fork> fewer =
                changed(counted.forks(), block -> withTurns(block, turn(block, 1, 499), turn(block, 1, 500)));
        List<Fork> faster =
                changed(counted.forks(), block -> withTurns(block, turn(block, 0.5, 500), turn(block, 1, 500)));
        List<Fork> slower =
                changed(counted.forks(), block -> withTurns(block, turn(block, 1, 500), turn(block, 2, 500)));
        assertThat(List.of(fewer, faster, slower)).allSatisfy(forks -> {
            LatencyEvidence altered = new LatencyEvidence(counted.baseline(), counted.variant(), forks, 1, 7, true);
            assertThat(altered.alteredBlocks()).isEqualTo(altered.blocks().size());
        });
    }

    private static Turn turn(Block block, double factor, int runs) {
        return new Turn(factor * block.medianMillis(), runs);
    }

    private static Block withTurns(Block block, Turn... turns) {
        return new Block(
                block.role(),
                block.medianMillis(),
                block.voided(),
                block.beganMillis(),
                block.histogram(),
                List.of(turns));
    }

    private static Block halved(Block block) {
        return new Block(
                block.role(),
                block.medianMillis() / 2,
                block.voided(),
                block.beganMillis(),
                block.histogram(),
                block.turns());
    }

    @Test
    void peakMemoryThatIsNotThatOfTheEvidenceIsFound() {
        List<Row> rows = gate.rows(List.of(measured(Precision.INT8, 0.4, 797, 0, 0)));
        List<Row> forged = rows.stream().map(TestRecomputation::halvedMemory).toList();

        assertThat(Recomputation.of(forged, gate.verdict(rows), Policy.standard())
                        .differences())
                .containsExactly(
                        "baseline on x86-vnni: the peak memory in bytes is 50 in the document and 100 by its evidence.",
                        "int8 on x86-vnni: the peak memory in bytes is 50 in the document and 100 by its evidence.");
    }

    private static Row halvedMemory(Row row) {
        return new Row(
                row.variantId(),
                row.recipe(),
                row.precision(),
                row.baseline(),
                row.sizeBytes(),
                row.sizeRatio(),
                row.device(),
                row.accuracy(),
                row.latency(),
                row.peakMemoryBytes() / 2,
                row.verdict(),
                row.gating(),
                row.rules(),
                row.notes(),
                row.failure(),
                row.decision(),
                row.further(),
                row.sha256(),
                row.extension(),
                row.reused());
    }

    @Test
    void damagedHistogramIsTheDocumentsFault() {
        Evidence.Measured plain = measured(Precision.INT8, 0.4, 797, 0, 0);
        LatencyEvidence counted = counted(plain.latency());
        List<Fork> damaged = changed(
                counted.forks(),
                block -> new Block(
                        block.role(), block.medianMillis(), List.of(), 0L, "A" + block.histogram(), List.of()));
        List<Row> rows = gate.rows(
                List.of(with(plain, new LatencyEvidence(counted.baseline(), counted.variant(), damaged, 1, 7, true))));

        assertThatThrownBy(() -> Recomputation.of(rows, Verdict.PASS, Policy.standard()))
                .isInstanceOfSatisfying(
                        NarrowgaugeException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.REQUEST_INVALID))
                .hasMessageContaining("int8 on x86-vnni cannot be verified");
    }

    /** Of a time before there were forks. */
    @Test
    void evidenceWithoutForksStaysAsItIs() {
        LatencyEvidence old = measured(Precision.INT8, 0.4, 797, 0, 0).latency();
        LatencyEvidence bare = new LatencyEvidence(old.baseline(), old.variant(), List.of(), 1, 7, true);

        assertThat(bare.hasHistograms()).isFalse();
        assertThat(bare.recounted()).isEqualTo(bare);
    }

    /** Of every block a thousand runs: nine of ten take the median, the others twice as long. */
    private static LatencyEvidence counted(LatencyEvidence evidence) {
        List<Fork> forks = changed(evidence.forks(), TestRecomputation::counted);
        return new LatencyEvidence(evidence.baseline(), evidence.variant(), forks, 1, 7, true);
    }

    private static List<Fork> changed(List<Fork> forks, UnaryOperator<Block> change) {
        return forks.stream()
                .map(fork -> new Fork(
                        fork.startOrder(),
                        fork.paddingBytes(),
                        fork.rounds().stream()
                                .map(round -> new Round(
                                        round.blocks().stream().map(change).toList()))
                                .toList()))
                .toList();
    }

    private static Block counted(Block block) {
        long median = Math.round(1e6 * block.medianMillis());
        long[] nanos = LongStream.range(0, 1000)
                .map(run -> run < 900 ? median : 2 * median)
                .toArray();
        return new Block(
                block.role(),
                block.medianMillis(),
                block.voided(),
                0L,
                LatencyHistogram.of(nanos).text(),
                List.of(new Turn(block.medianMillis(), 500), new Turn(block.medianMillis(), 500)));
    }

    @Test
    void noiseFloorStaysWithItsEvidence() {
        Evidence.Measured plain = measured(Precision.INT8, 0.4, 797, 0, 0);
        NoiseFloor floor = new NoiseFloor(40, 20, 0.012);
        List<Row> rows = gate.rows(List.of(with(plain, floor)));

        assertThat(rows.getLast().latency().noiseFloor()).isEqualTo(floor);
        assertThat(rows.getFirst().latency().noiseFloor()).isNull();
        Recomputation made = Recomputation.of(rows, Verdict.PASS, Policy.standard());
        assertThat(made.rows()).isEqualTo(rows);
        assertThat(made.differences()).isEmpty();
    }

    @Test
    void evidenceIsJudgedByAnotherPolicy() {
        List<Row> rows = gate.rows(List.of(measured(Precision.INT8, 0.4, 797, 0, 0)));
        Policy strict = new Policy(
                Policy.VERSION,
                Policy.standard().gate(),
                List.of(new Rule("latency", Metric.LATENCY_P50_RATIO, 0.3, 0.95)));

        assertThat(Recomputation.of(rows, Verdict.PASS, strict).verdict()).isEqualTo(Verdict.FAIL);
    }
}
