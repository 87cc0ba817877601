package dev.narrowgauge.engine.runtime.measure;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the system counts, read at one moment.
 *
 * @param nanos of the clock that times the runs
 * @param siblings of the processors on the same cores as those that are measured on; empty where there are none
 * @param threads that measure, by their ids
 * @param throttles of all measured processors; empty where the system does not tell
 * @param majorFaults of this process
 * @param collections turns in which garbage was collected
 */
record MachineCounters(
        long nanos,
        Optional<ProcessorTicks> processors,
        Optional<ProcessorTicks> siblings,
        Map<Long, ThreadTimes> threads,
        ClockSpeeds clocks,
        Optional<Long> throttles,
        Optional<Long> majorFaults,
        long collections) {

    MachineActivity since(MachineCounters before) {
        long passed = nanos - before.nanos;
        OptionalDouble waitingShare = OptionalDouble.empty();
        long ran = 0;
        for (Map.Entry<Long, ThreadTimes> thread : threads.entrySet()) {
            ThreadTimes then = before.threads.get(thread.getKey());
            if (then != null) {
                waitingShare = OptionalDouble.of(
                        Math.max(waitingShare.orElse(0), share(thread.getValue().behindOthersSince(then), passed)));
                ran += thread.getValue().ranSince(then);
            }
        }
        return new MachineActivity(
                passed,
                processors.flatMap(now -> before.processors.map(now::since)),
                siblings.flatMap(now -> before.siblings.map(now::since)),
                waitingShare.stream().boxed().toList(),
                ran,
                clocks.largestChangeSince(before.clocks),
                difference(throttles, before.throttles),
                difference(majorFaults, before.majorFaults),
                collections - before.collections);
    }

    private static double share(long part, long all) {
        return all <= 0 ? 0 : Math.clamp((double) part / all, 0, 1);
    }

    private static Optional<Long> difference(Optional<Long> now, Optional<Long> then) {
        return now.flatMap(later -> then.map(earlier -> later - earlier));
    }
}
