package dev.narrowgauge.domain.node;

import java.util.Arrays;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Logical processors as Linux lists them, such as {@code 0-3,8}. */
public final class ProcessorList {
    private static final String ALLOWED = "Cpus_allowed_list:";

    private ProcessorList() {}

    /** @throws IllegalArgumentException where the text is no such list */
    public static SortedSet<Integer> parse(String text) {
        if (text.isBlank()) {
            return new TreeSet<>();
        }
        return Arrays.stream(text.strip().split(","))
                .flatMapToInt(ProcessorList::range)
                .boxed()
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Those that the calling thread may run on; empty where the system does not tell. */
    public static SortedSet<Integer> ofThisThread() {
        return allowed(String.join("\n", SystemFiles.ofThisMachine().lines("proc/thread-self/status")));
    }

    /**
     * Those that a process or a thread may run on; empty where the text does not say.
     *
     * @param status text of {@code /proc/PID/status}
     */
    static SortedSet<Integer> allowed(String status) {
        return status.lines()
                .filter(line -> line.startsWith(ALLOWED))
                .findFirst()
                .map(line -> parse(line.substring(ALLOWED.length())))
                .orElseGet(TreeSet::new);
    }

    /** For a person: {@code processor 3}, {@code processors 0-3,8}. */
    public static String text(SortedSet<Integer> processors) {
        StringBuilder ranges = new StringBuilder();
        for (int first : processors) {
            if (processors.contains(first - 1)) {
                continue;
            }
            int last = first;
            while (processors.contains(last + 1)) {
                last++;
            }
            ranges.append(ranges.isEmpty() ? "" : ",").append(first);
            if (last > first) {
                ranges.append('-').append(last);
            }
        }
        return (processors.size() == 1 ? "processor " : "processors ") + ranges;
    }

    private static IntStream range(String text) {
        int dash = text.indexOf('-');
        if (dash < 0) {
            return IntStream.of(Integer.parseInt(text.strip()));
        }
        return IntStream.rangeClosed(
                Integer.parseInt(text.substring(0, dash).strip()),
                Integer.parseInt(text.substring(dash + 1).strip()));
    }
}
