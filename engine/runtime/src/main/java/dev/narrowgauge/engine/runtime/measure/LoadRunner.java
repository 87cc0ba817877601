package dev.narrowgauge.engine.runtime.measure;

import dev.narrowgauge.domain.scenario.PoissonArrivals;
import dev.narrowgauge.domain.scenario.ScheduledLoad;
import dev.narrowgauge.proto.engine.LoadRan;
import dev.narrowgauge.proto.engine.RunLoad;
import java.util.Arrays;
import java.util.Optional;

/** Runs one model under a load, and watches the machine and its energy meanwhile. */
final class LoadRunner {
    private static final double NANOS_PER_SECOND = 1e9;

    /** As many latencies as a load without a limit has room for before more is needed. */
    private static final int ROOM = 1 << 14;

    private final PreparedRuns runs;
    private final BlockWatch watch;
    private final EnergyCounters energy;

    LoadRunner(PreparedRuns runs, BlockWatch watch, EnergyCounters energy) {
        this.runs = runs;
        this.watch = watch;
        this.energy = energy;
    }

    LoadRan run(RunLoad command) {
        MachineCounters before = watch.begin();
        Optional<EnergyCounters.Reading> taken = energy.read();
        long start = System.nanoTime();
        long[] latencies = command.getRate() > 0 ? arriving(command) : oneAfterAnother(command);
        LoadRan.Builder ran = LoadRan.newBuilder().setElapsedNanos(System.nanoTime() - start);
        energy.since(taken).ifPresent(ran::setJoules);
        ran.setConditions(watch.end().since(before, latencies.length).conditions());
        for (long latency : latencies) {
            ran.addLatencyNanos(latency);
        }
        return ran.build();
    }

    private long[] arriving(RunLoad command) {
        return new ScheduledLoad(new ArrivalClock(), runs::timeNext)
                .run(
                        new PoissonArrivals(command.getRate(), command.getSeed()),
                        command.getMaxRuns(),
                        command.getLimitNanos(),
                        command.getMostOverLimit());
    }

    private long[] oneAfterAnother(RunLoad command) {
        long[] latencies = new long[ROOM];
        int most = command.getMaxRuns() > 0 ? command.getMaxRuns() : Integer.MAX_VALUE;
        long least = (long) (command.getMinSeconds() * NANOS_PER_SECOND);
        long start = System.nanoTime();
        int count = 0;
        while (count < most && (count < command.getMinRuns() || System.nanoTime() - start < least)) {
            if (count == latencies.length) {
                latencies = Arrays.copyOf(latencies, 2 * count);
            }
            latencies[count++] = runs.timeNext();
        }
        return Arrays.copyOf(latencies, count);
    }
}
