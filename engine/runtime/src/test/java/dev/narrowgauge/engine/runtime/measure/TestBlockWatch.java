package dev.narrowgauge.engine.runtime.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.narrowgauge.proto.engine.BlockConditions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a machine of three processors, of which the first is not measured on. */
class TestBlockWatch {
    /** Not counted, each time that a thread gets a processor. */
    private static final long WAKING_NANOS = 50_000;

    private static final long MILLI = 1_000_000;

    @TempDir
    private Path machine;

    private BlockWatch watch;

    @BeforeEach
    void watchTwoProcessorsAndTwoThreads() {
        watch = new BlockWatch(machine, machine.resolve("devices"), Set.of(1, 2), Set.of(70L, 71L));
    }

    @AfterEach
    void closeFiles() {
        watch.close();
    }

    @Test
    void whatTheSystemDoesNotTellIsUnknown() {
        BlockConditions seen = watch.end().since(watch.begin(), 1).conditions();
        assertThat(seen)
                .isEqualTo(BlockConditions.newBuilder().setCollections(0).build());
    }

    @Test
    void timesOfMeasuredProcessorsAreShares() throws IOException {
        processors("1000 0 0 0 0 0 0 500", "100 0 20 1000 5 0 0 3", "100 0 0 1000 0 0 0 0");
        majorFaults(7);
        ran(70, 5_000_000);
        ran(71, 9_000_000);
        MachineCounters before = watch.begin();
        // 200 ticks passed on those two: 4 stolen, 96 at work.
        processors("9000 0 0 0 0 0 0 900", "160 0 30 1020 7 1 1 7", "120 0 4 1078 0 0 0 0");
        majorFaults(9);
        ran(70, 405_000_000);
        ran(71, 409_000_000);
        MachineActivity seen = lasting(1_000_000_000, watch.end().since(before, 1));
        assertThat(seen.conditions().getStealShare()).isEqualTo(4.0 / 200);
        assertThat(seen.conditions().getOthersShare())
                .as("what was worked, without the threads' own 800 ms of two seconds")
                .isCloseTo(96.0 / 200 - 0.4, within(1e-12));
        assertThat(seen.conditions().getMajorFaults()).isEqualTo(2);
    }

    /** In ten milliseconds a tick passes or it does not. */
    @Test
    void turnsAddUpToTheirBlock() throws IOException {
        MachineActivity block = null;
        for (int turn = 0; turn < 10; turn++) {
            processors("0 0 0 0 0 0 0 0", "100 0 0 0 0 0 0 0", "100 0 0 0 0 0 0 0");
            ran(70, 0);
            MachineCounters before = watch.begin();
            int ticks = turn % 2;
            processors(
                    "0 0 0 0 0 0 0 0",
                    (100 + 2 * ticks) + " 0 0 0 0 0 0 0",
                    "100 0 0 %d 0 0 0 %d".formatted(ticks, ticks));
            ran(70, 5_000_000);
            MachineActivity seen = lasting(10_000_000, watch.end().since(before, 1));
            block = block == null ? seen : block.plus(seen);
        }
        assertThat(block.conditions().getStealShare()).isEqualTo(5.0 / 20);
        assertThat(block.conditions().getOthersShare()).isCloseTo(10.0 / 20 - 0.25, within(1e-12));
        assertThat(block.conditions().getCollections()).isZero();
    }

    /** Processor 0 is the other thread of the core of processor 1, as a machine with hyper-threads tells. */
    @Test
    void workOnAHyperThreadOfTheSameCoreIsAnothers() throws IOException {
        Path topology = Files.createDirectories(machine.resolve("devices/cpu1/topology"));
        Files.writeString(topology.resolve("thread_siblings_list"), "0-1\n");
        try (BlockWatch beside = new BlockWatch(machine, machine.resolve("devices"), Set.of(1, 2), Set.of(70L))) {
            processors("1000 0 0 0 0 0 0 500", "100 0 0 0 0 0 0 0", "100 0 0 0 0 0 0 0");
            ran(70, 0);
            MachineCounters before = beside.begin();
            processors("1060 0 0 40 0 0 0 500", "200 0 0 0 0 0 0 0", "100 0 0 100 0 0 0 0");
            ran(70, 1_000_000_000);
            MachineActivity seen = lasting(1_000_000_000, beside.end().since(before, 1));
            assertThat(seen.conditions().getOthersShare()).isCloseTo(60.0 / 200, within(1e-12));
        }
    }

    @Test
    void whoWaitsMostCountsWithoutTheTimeOfWaking() {
        var one = ThreadTimes.of("123456 1000000 10\n");
        // 30 ms in three slices, of which waking took 150 microseconds.
        assertThat(ThreadTimes.of("9123456 31000000 13").behindOthersSince(one)).isEqualTo(30 * MILLI - 150_000);
        assertThat(ThreadTimes.of("9123456 1100000 1010").behindOthersSince(one))
                .isZero();
    }

    @Test
    void waitingIsAShareOfTheTimeThatPassed() throws IOException {
        wait(70, "5 1000 1");
        wait(71, "5 1000 1");
        MachineCounters before = watch.begin();
        wait(70, "5 2000 1");
        wait(71, "5 %d 2".formatted(600_000 * MILLI));
        assertThat(watch.end().since(before, 1).conditions().getWaitingShare()).isEqualTo(1);
        assertThat(waiting(250 * MILLI).conditions().getWaitingShare()).isEqualTo(0.25);
    }

    /** A neighbour that works in bursts gets into some turns, which moves no median. */
    @Test
    void waitingCountsWhereASixthOfTheTurnsWaited() throws IOException {
        MachineActivity fewer = waiting(0);
        MachineActivity sixth = waiting(0);
        for (int turn = 1; turn < 20; turn++) {
            fewer = fewer.plus(waiting(turn <= 3 ? 500 * MILLI : 10 * MILLI));
            sixth = sixth.plus(waiting(turn <= 4 ? 500 * MILLI : 10 * MILLI));
        }
        assertThat(fewer.conditions().getWaitingShare()).isEqualTo(0.01);
        assertThat(sixth.conditions().getWaitingShare()).isEqualTo(0.5);
    }

    @Test
    void waitThatFallsOnFewerThanHalfOfTheRunsLeavesTheirMedian() throws IOException {
        wait(71, "5 0 10");
        MachineCounters before = watch.begin();
        wait(71, "5 %d 12".formatted(600_000 * MILLI));
        MachineCounters after = watch.end();
        assertThat(after.since(before, 5).conditions().getWaitingShare()).isZero();
        assertThat(after.since(before, 4).conditions().getWaitingShare()).isEqualTo(1);
    }

    @Test
    void theClockOfTheSystemComesBeforeThatOfTheProcessor() throws IOException {
        write("cpuinfo", cpuInfo(1000, 2000, 3000));
        MachineCounters before = watch.begin();
        write("cpuinfo", cpuInfo(5000, 2100, 3000));
        assertThat(watch.end().since(before, 1).conditions().getClockChange()).isCloseTo(0.05, within(1e-12));
        write("devices/cpu2/cpufreq/scaling_cur_freq", "3300000\n");
        MachineCounters scaled = watch.begin();
        write("devices/cpu2/cpufreq/scaling_cur_freq", "3000000\n");
        assertThat(watch.end().since(scaled, 1).conditions().getClockChange()).isCloseTo(0.1, within(1e-12));
    }

    @Test
    void throttlingOfMeasuredProcessorsIsCounted() throws IOException {
        throttles(0, 5, 5);
        throttles(1, 1, 2);
        throttles(2, 1, 2);
        MachineCounters before = watch.begin();
        throttles(0, 9, 9);
        throttles(2, 2, 4);
        assertThat(watch.end().since(before, 1).conditions().getThrottleEvents())
                .isEqualTo(3);
    }

    @Test
    void collectionsAreCounted() {
        MachineCounters before = watch.begin();
        System.gc();
        assertThat(watch.end().since(before, 1).conditions().getCollections()).isPositive();
    }

    private void processors(String... lines) throws IOException {
        StringBuilder stat = new StringBuilder("cpu  1 2 3 4 5 6 7 8 0 0\n");
        for (int i = 0; i < lines.length; i++) {
            stat.append("cpu%d %s 0 0%n".formatted(i, lines[i]));
        }
        write("stat", stat.append("intr 5\n").toString());
    }

    private static MachineActivity lasting(long nanos, MachineActivity activity) {
        return new MachineActivity(
                nanos,
                activity.processors(),
                activity.siblings(),
                activity.waitingShares(),
                activity.ran(),
                activity.clockChange(),
                activity.throttles(),
                activity.majorFaults(),
                activity.collections());
    }

    /** A turn of a second in which a thread waited so long. */
    private MachineActivity waiting(long nanos) throws IOException {
        wait(71, "5 0 1");
        MachineCounters before = watch.begin();
        wait(71, "5 %d 2".formatted(nanos + WAKING_NANOS));
        MachineCounters after = watch.end();
        return new MachineCounters(
                        before.nanos() + 1000 * MILLI,
                        after.processors(),
                        after.siblings(),
                        after.threads(),
                        after.clocks(),
                        after.throttles(),
                        after.majorFaults(),
                        after.collections())
                .since(before, 1);
    }

    private void majorFaults(int count) throws IOException {
        write("self/stat", "17 (ja) va) S 1 1 1 0 -1 0 900 0 %d 0 40 10 0 0\n".formatted(count));
    }

    private void ran(int thread, long nanos) throws IOException {
        wait(thread, nanos + " 0 1");
    }

    private void wait(int thread, String schedstat) throws IOException {
        write("self/task/%d/schedstat".formatted(thread), schedstat + "\n");
    }

    private void throttles(int processor, int core, int packages) throws IOException {
        String directory = "devices/cpu%d/thermal_throttle/".formatted(processor);
        write(directory + "core_throttle_count", core + "\n");
        write(directory + "package_throttle_count", packages + "\n");
    }

    private static String cpuInfo(int... speeds) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < speeds.length; i++) {
            text.append("processor\t: %d%nmodel name\t: X: Y%ncpu MHz\t\t: %d.000%n%n".formatted(i, speeds[i]));
        }
        return text.toString();
    }

    private void write(String file, String text) throws IOException {
        Path path = machine.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
