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

    /** @param runs that were timed meanwhile */
    MachineActivity since(MachineCounters before, int runs) {
        long passed = nanos - before.nanos;
        OptionalDouble waitingShare = OptionalDouble.empty();
        long ran = 0;
        for (Map.Entry<Long, ThreadTimes> thread : threads.entrySet()) {
            ThreadTimes then = before.threads.get(thread.getKey());
            if (then != null) {
                long waited = thread.getValue().movesMedianOf(runs, then)
                        ? thread.getValue().behindOthersSince(then)
                        : 0;
                waitingShare =
                        OptionalDouble.of(Math.max(waitingShare.orElse(0), MachineActivity.share(waited, passed)));
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

    private static Optional<Long> difference(Optional<Long> now, Optional<Long> then) {
        return now.flatMap(later -> then.map(earlier -> later - earlier));
    }
}
