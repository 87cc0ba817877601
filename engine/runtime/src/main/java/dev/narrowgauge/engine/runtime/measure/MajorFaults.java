package dev.narrowgauge.engine.runtime.measure;

/** Pages that a process had to read from a disk, as {@code /proc/PID/stat} counts them. */
final class MajorFaults {
    /** Of the fields after the name of the program, which ends with a parenthesis. */
    private static final int FIELD = 9;

    private MajorFaults() {}

    /** @throws IllegalArgumentException where it is no such text */
    static long of(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
        if (fields.length <= FIELD) {
            throw new IllegalArgumentException("too few fields: " + stat);
        }
        return Long.parseLong(fields[FIELD]);
    }
}
