package dev.narrowgauge.engine.client;

import dev.narrowgauge.domain.latency.ForkRounds;
import dev.narrowgauge.engine.client.MeasuredFork.MeasuredRound;
import dev.narrowgauge.proto.engine.Measure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Fresh processes, one for each member, all resident: started in random order, each with an environment of random length,
 * since where a stack begins alone may change what a model takes by percents (Mytkowicz et al., Producing wrong data
 * without doing anything obviously wrong, ASPLOS 2009).
 */
final class MeasuringFork implements AutoCloseable {
    static final String PADDING = "NARROWGAUGE_PADDING";
    static final int MOST_PADDING_BYTES = 4096;

    /** Many times as many as a process holds. */
    private static final int FIRST_BATCHES = 1 << 20;

    private final ForkDraws draws;
    private final Map<Integer, MeasuringSide> sides = new TreeMap<>();
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final List<Integer> startOrder;
    private final List<Integer> paddingBytes = new ArrayList<>();

    private MeasuringFork(int members, ForkDraws draws) {
        this.draws = draws;
        this.startOrder = draws.order(members);
    }

    /** @param tasks one for each member */
    static MeasuringFork start(
            EngineProgram program,
            Path workRoot,
            List<Measure> tasks,
            ForkDraws draws,
            ChildListener ends,
            EngineCall call) {
        MeasuringFork fork = new MeasuringFork(tasks.size(), draws);
        try {
            fork.startOrder.forEach(member -> fork.add(member, program, workRoot, tasks.get(member), ends, call));
            return fork;
        } catch (RuntimeException | Error failure) {
            fork.close();
            throw failure;
        }
    }

    private void add(
            int member, EngineProgram program, Path workRoot, Measure task, ChildListener ends, EngineCall call) {
        int padding = draws.below(MOST_PADDING_BYTES);
        paddingBytes.add(padding);
        WorkDirectory work = WorkDirectory.create(workRoot);
        opened.push(work);
        Map<String, String> environment = Map.of(PADDING, "x".repeat(padding));
        MeasuringSide side =
                new MeasuringSide(MeasuringEngine.start(program, work.path(), task, environment, ends, call));
        opened.push(side);
        sides.put(member, side);
    }

    /** @param first whether it is the first of its measurement */
    void warmUp(boolean first, ProgressListener progress) {
        for (int warm = 0; warm < startOrder.size(); warm++) {
            progress.progress("warm-up", warm, startOrder.size());
            sides.get(startOrder.get(warm)).warmUp(first);
        }
        progress.progress("warm-up", startOrder.size(), startOrder.size());
    }

    /** Whether a process answers what it has just answered faster than the rest. */
    void checkRepeats() {
        sides.values().forEach(MeasuringSide::checkRepeats);
    }

    /**
     * Runs rounds until enough of them count and their turns agree, by {@link ForkRounds}, or more than are wanted at least
     * have not counted, or there is no more time and one counts.
     *
     * @param most how long the measurement may take
     * @param elapsed since the measurement began
     */
    MeasuredFork measure(int least, double margin, Duration most, Supplier<Duration> elapsed) {
        List<MeasuredRound> rounds = new ArrayList<>();
        List<MeasuredRound> counting = new ArrayList<>();
        do {
            MeasuredRound round = round(elapsed);
            rounds.add(round);
            if (round.counts()) {
                counting.add(round);
            }
        } while (rounds.size() - counting.size() <= least
                && (counting.isEmpty() || elapsed.get().compareTo(most) < 0)
                && ForkRounds.isWantingMore(logRatios(counting), counting.size(), least, margin));
        Map<Integer, MeasuringSide.Ended> ended = new TreeMap<>();
        sides.forEach((member, side) -> ended.put(member, side.finish()));
        return new MeasuredFork(startOrder, paddingBytes, rounds, ended);
    }

    /** Of the variants alone: nothing waits for what the control tells. */
    private List<double[]> logRatios(List<MeasuredRound> rounds) {
        return sides.keySet().stream()
                .filter(member -> member >= MeasuredFork.FIRST_VARIANT)
                .map(member -> rounds.stream()
                        .flatMapToDouble(round -> round.logRatios(member))
                        .toArray())
                .toList();
    }

    private MeasuredRound round(Supplier<Duration> elapsed) {
        Map<Integer, Long> began = new LinkedHashMap<>();
        do {
            int firstBatch = draws.below(FIRST_BATCHES);
            for (int member : draws.order(sides.size())) {
                began.computeIfAbsent(member, _ -> elapsed.get().toMillis());
                sides.get(member).runTurn(firstBatch);
            }
        } while (sides.values().stream().anyMatch(MeasuringSide::isWantingTurns));
        Map<Integer, TimedBlock> blocks = new HashMap<>();
        sides.forEach((member, side) -> blocks.put(member, side.endBlock()));
        return new MeasuredRound(List.copyOf(began.keySet()), blocks, began);
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (RuntimeException failure) {
                throw failure;
            } catch (Exception failure) {
                throw new IllegalStateException(failure);
            }
        }
    }
}
