package dev.narrowgauge.engine.client;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/**
 * What a process locks of a file that has a byte for each logical processor of the machine. Processes of versions that know
 * nothing of processors lock all of it.
 *
 * @param shared with others who share
 */
record LockedBytes(boolean shared, List<Range> ranges) {
    private static final List<Range> ALL = List.of(new Range(0, Long.MAX_VALUE));

    /** @param position of the first byte */
    record Range(long position, long size) {}

    LockedBytes {
        ranges = List.copyOf(ranges);
    }

    /** Of a process that computes: it keeps every measurement out, whatever processors that has. */
    static LockedBytes ofAShare() {
        return new LockedBytes(true, ALL);
    }

    /** @param processors of a measurement; none stand for all */
    static LockedBytes alone(SortedSet<Integer> processors) {
        return new LockedBytes(false, processors.isEmpty() ? ALL : ranges(processors));
    }

    /** The same part of the file in which its owner waits: he keeps out those who come later and whom he would wait for. */
    LockedBytes whileWaiting() {
        return new LockedBytes(false, ranges);
    }

    private static List<Range> ranges(SortedSet<Integer> processors) {
        List<Range> ranges = new ArrayList<>();
        int first = processors.first();
        int next = first;
        for (int processor : processors) {
            if (processor > next) {
                ranges.add(new Range(first, next - first));
                first = processor;
            }
            next = processor + 1;
        }
        ranges.add(new Range(first, next - first));
        return ranges;
    }
}
