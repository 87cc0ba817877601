package dev.narrowgauge.engine.runtime.measure;

import dev.narrowgauge.proto.engine.BlockConditions;
import java.util.Map;
import java.util.Optional;

/**
 * What the system counts, read at one moment.
 *
 * @param nanos of the clock that times the runs
 * @param siblings of the processors on the same cores as those that are measured on; empty where there are none
 * @param waits of the measuring threads, by their ids
 * @param throttles of all measured processors; empty where the system does not tell
 * @param collections blocks in which garbage was collected
 */
record MachineCounters(
        long nanos,
        Optional<ProcessorTicks> processors,
        Optional<ProcessorTicks> siblings,
        Optional<ProcessCounters> process,
        Map<Long, ThreadWait> waits,
        ClockSpeeds clocks,
        Optional<Long> throttles,
        long collections) {

    BlockConditions since(MachineCounters before) {
        BlockConditions.Builder seen = BlockConditions.newBuilder().setCollections(collections - before.collections);
        addProcessors(before, seen);
        addWaits(before, seen);
        clocks.largestChangeSince(before.clocks).ifPresent(seen::setClockChange);
        throttles.ifPresent(now -> before.throttles.ifPresent(then -> seen.setThrottleEvents(now - then)));
        process.ifPresent(
                now -> before.process.ifPresent(then -> seen.setMajorFaults(now.majorFaults() - then.majorFaults())));
        return seen.build();
    }

    private void addProcessors(MachineCounters before, BlockConditions.Builder seen) {
        if (processors.isEmpty() || before.processors.isEmpty()) {
            return;
        }
        ProcessorTicks passed = processors.get().since(before.processors.get());
        if (passed.all() <= 0) {
            return;
        }
        seen.setStealShare(share(passed.stolen(), passed.all()));
        long beside = siblings.flatMap(now -> before.siblings.map(now::since))
                .map(ProcessorTicks::worked)
                .orElse(0L);
        process.ifPresent(now -> before.process.ifPresent(then ->
                seen.setOthersShare(share(passed.worked() + beside - (now.ticks() - then.ticks()), passed.all()))));
    }

    private void addWaits(MachineCounters before, BlockConditions.Builder seen) {
        waits.entrySet().stream()
                .filter(entry -> before.waits.containsKey(entry.getKey()))
                .mapToLong(entry -> entry.getValue().behindOthersSince(before.waits.get(entry.getKey())))
                .max()
                .ifPresent(longest -> seen.setWaitingShare(share(longest, nanos - before.nanos)));
    }

    private static double share(long part, long all) {
        return all <= 0 ? 0 : Math.clamp((double) part / all, 0, 1);
    }
}
