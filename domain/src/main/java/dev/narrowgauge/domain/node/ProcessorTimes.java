package dev.narrowgauge.domain.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

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
        try {
            return Optional.of(of(Files.readString(MACHINE), Files.readString(THIS_PROCESS)));
        } catch (IOException | IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    /**
     * @param machine text of {@code /proc/stat}
     * @param process text of {@code /proc/self/stat}
     */
    static ProcessorTimes of(String machine, String process) {
        String total = machine.lines()
                .findFirst()
                .filter(line -> line.startsWith("cpu "))
                .orElseThrow(() -> new IllegalArgumentException("no line of all processors"));
        long[] ticks = Arrays.stream(total.substring("cpu ".length()).strip().split(" "))
                .limit(COUNTED)
                .mapToLong(Long::parseLong)
                .toArray();
        String[] own = process.substring(process.lastIndexOf(')') + 1).strip().split(" ");
        long all = Arrays.stream(ticks).sum();
        long ours = Long.parseLong(own[USER]) + Long.parseLong(own[SYSTEM]);
        return new ProcessorTimes(all - ticks[IDLE] - ticks[WAITING] - ours, all);
    }

    /** The share of all processors' time since then that others took, in [0, 1]; empty where no tick has passed. */
    public Optional<Double> othersShareSince(ProcessorTimes before) {
        long passed = all - before.all;
        return passed <= 0
                ? Optional.empty()
                : Optional.of(Math.clamp((double) (others - before.others) / passed, 0, 1));
    }
}
