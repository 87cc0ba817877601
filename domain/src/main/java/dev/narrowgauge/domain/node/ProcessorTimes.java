package dev.narrowgauge.domain.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the processors of a machine have done since it started, as Linux counts it, in its ticks.
 *
 * @param others in which they worked for other processes than this one, or were lent to other machines
 * @param all ticks there were, idle ones included
 */
public record ProcessorTimes(long others, long all) {
    private static final Path MACHINE = Path.of("/proc/stat");
    private static final Path THIS_PROCESS = Path.of("/proc/self/stat");

    /** Fields of a line of {@code /proc/stat} after its name: the time of guests is part of the user's. */
    private static final int COUNTED = 8;

    private static final int IDLE = 3;
    private static final int WAITING = 4;

    /** Fields of {@code /proc/self/stat} after the name of the program, which ends with a parenthesis. */
    private static final int USER = 11;

    private static final int SYSTEM = 12;

    /** Up to now; empty where the system does not tell. */
    public static Optional<ProcessorTimes> now() {
        return now(Set.of());
    }

    /** @param processors logical ones that this process may use, which alone are looked at; none stand for all */
    public static Optional<ProcessorTimes> now(Set<Integer> processors) {
        try {
            return Optional.of(of(Files.readString(MACHINE), Files.readString(THIS_PROCESS), processors));
        } catch (IOException | IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    /**
     * @param machine text of {@code /proc/stat}
     * @param process text of {@code /proc/self/stat}
     * @param processors of which there is a line each; the line of all counts where none are given and where none is there
     */
    static ProcessorTimes of(String machine, String process, Set<Integer> processors) {
        List<long[]> lines = machine.lines()
                .filter(line -> processors.stream().anyMatch(processor -> line.startsWith("cpu" + processor + " ")))
                .map(ProcessorTimes::ticks)
                .toList();
        List<long[]> counted = lines.isEmpty() ? List.of(ofAll(machine)) : lines;
        long all = counted.stream().flatMapToLong(Arrays::stream).sum();
        long idle = counted.stream()
                .mapToLong(ticks -> ticks[IDLE] + ticks[WAITING])
                .sum();
        String[] own = process.substring(process.lastIndexOf(')') + 1).strip().split(" ");
        long ours = Long.parseLong(own[USER]) + Long.parseLong(own[SYSTEM]);
        return new ProcessorTimes(all - idle - ours, all);
    }

    private static long[] ofAll(String machine) {
        return machine.lines()
                .findFirst()
                .filter(line -> line.startsWith("cpu "))
                .map(ProcessorTimes::ticks)
                .orElseThrow(() -> new IllegalArgumentException("no line of all processors"));
    }

    private static long[] ticks(String line) {
        return Arrays.stream(line.substring(line.indexOf(' ')).strip().split(" "))
                .limit(COUNTED)
                .mapToLong(Long::parseLong)
                .toArray();
    }

    /** The share of all processors' time since then that others took, in [0, 1]; empty where no tick has passed. */
    public Optional<Double> othersShareSince(ProcessorTimes before) {
        long passed = all - before.all;
        return passed <= 0
                ? Optional.empty()
                : Optional.of(Math.clamp((double) (others - before.others) / passed, 0, 1));
    }
}
