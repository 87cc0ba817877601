package dev.narrowgauge.engine.runtime.measure;

import java.util.Arrays;
import java.util.Set;

/**
 * What some of the machine's processors have done since it started, in the ticks of {@code /proc/stat}.
 *
 * @param stolen in which the host ran other machines
 * @param worked in which they worked for any process of this machine
 * @param processors how many they are
 */
record ProcessorTicks(long stolen, long worked, long all, int processors) {
    /** The line of all of them together has no number behind it; those of the processors follow it, and then the long ones. */
    private static final String PROCESSOR = "cpu";

    private static final int IDLE = 3;
    private static final int WAITING = 4;
    private static final int STOLEN = 7;

    /** Fields after the name: the time of guests, which follows, is part of the user's. */
    private static final int COUNTED = 8;

    /**
     * @param stat text of {@code /proc/stat}
     * @param processors by their numbers
     * @throws IllegalArgumentException where it has none of them, or no stolen time
     */
    static ProcessorTicks of(String stat, Set<Integer> processors) {
        return stat.lines()
                .takeWhile(line -> line.startsWith(PROCESSOR))
                .filter(line -> isOf(line.split(" ", 2)[0], processors))
                .map(line -> of(line.split(" ")))
                .reduce(ProcessorTicks::beside)
                .orElseThrow(() -> new IllegalArgumentException("no line of processors " + processors));
    }

    ProcessorTicks since(ProcessorTicks before) {
        return new ProcessorTicks(stolen - before.stolen, worked - before.worked, all - before.all, processors);
    }

    private static boolean isOf(String name, Set<Integer> processors) {
        return name.length() > PROCESSOR.length()
                && processors.contains(Integer.parseInt(name.substring(PROCESSOR.length())));
    }

    private static ProcessorTicks of(String... fields) {
        if (fields.length <= COUNTED) {
            throw new IllegalArgumentException("only %d kinds of ticks".formatted(fields.length - 1));
        }
        long[] ticks =
                Arrays.stream(fields, 1, COUNTED + 1).mapToLong(Long::parseLong).toArray();
        long all = Arrays.stream(ticks).sum();
        return new ProcessorTicks(ticks[STOLEN], all - ticks[IDLE] - ticks[WAITING] - ticks[STOLEN], all, 1);
    }

    /** Of the same processors at another time. */
    ProcessorTicks plus(ProcessorTicks later) {
        return new ProcessorTicks(stolen + later.stolen, worked + later.worked, all + later.all, processors);
    }

    private ProcessorTicks beside(ProcessorTicks others) {
        return new ProcessorTicks(
                stolen + others.stolen, worked + others.worked, all + others.all, processors + others.processors);
    }
}
