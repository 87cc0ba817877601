package dev.narrowgauge.engine.runtime.measure;

/**
 * What {@code /proc/self/stat} counts of this process.
 *
 * @param majorFaults pages that had to be read from a disk
 * @param ticks of processors that it used
 */
record ProcessCounters(long majorFaults, long ticks) {
    /** Fields after the name of the program, which ends with a parenthesis. */
    private static final int MAJOR_FAULTS = 9;

    private static final int USER = 11;
    private static final int SYSTEM = 12;

    /** @throws IllegalArgumentException where it is no such text */
    static ProcessCounters of(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
        if (fields.length <= SYSTEM) {
            throw new IllegalArgumentException("too few fields: " + stat);
        }
        return new ProcessCounters(
                Long.parseLong(fields[MAJOR_FAULTS]), Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM]));
    }
}
