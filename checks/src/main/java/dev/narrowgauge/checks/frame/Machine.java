package dev.narrowgauge.checks.frame;

import dev.narrowgauge.domain.node.HostMemory;
import dev.narrowgauge.domain.node.PhysicalCores;
import dev.narrowgauge.domain.node.ProcessorName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;

/** The machine that measures, and whether others use it. */
public record Machine(String processor, int cores, long mebibytes) {
    /** Share of all cores that others may take on a machine that is called quiet. */
    private static final double QUIET_SHARE = 0.1;

    private static final int LOOKS = 30;
    private static final long LOOK_MILLIS = 300;

    static Machine current() {
        return new Machine(
                ProcessorName.ofThisMachine(),
                PhysicalCores.allowedProcessors(),
                HostMemory.ofThisMachine().machineBytes().orElse(0) >> 20);
    }

    @Override
    public String toString() {
        return "%s, %d cores, %d MiB, %s %s"
                .formatted(
                        processor, cores, mebibytes, System.getProperty("os.name"), System.getProperty("os.version"));
    }

    /** Waits a while for others to be done; false when they were not. */
    public static boolean awaitQuiet() {
        for (int look = 0; look < LOOKS; look++) {
            if (busyShare() <= QUIET_SHARE) {
                return true;
            }
        }
        return false;
    }

    /** Share of all cores that worked in a short while in which the caller slept; 0 where the system does not say. */
    private static double busyShare() {
        long[] before = ticks();
        try {
            Thread.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting for a quiet machine");
        }
        long[] after = ticks();
        long total = after[0] - before[0];
        return total <= 0 ? 0 : 1 - (double) (after[1] - before[1]) / total;
    }

    /** All ticks, and the idle ones, since the start of the system. */
    private static long[] ticks() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/stat"))) {
            long[] fields = Arrays.stream(
                            lines.findFirst().orElseThrow().strip().split("\\s+"))
                    .skip(1)
                    .mapToLong(Long::parseLong)
                    .toArray();
            return new long[] {Arrays.stream(fields).limit(8).sum(), fields[3] + fields[4]};
        } catch (IOException e) {
            return new long[2];
        }
    }
}
