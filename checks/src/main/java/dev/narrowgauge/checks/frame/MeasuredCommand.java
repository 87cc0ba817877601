package dev.narrowgauge.checks.frame;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs commands and says what they took, everything they started included. */
public final class MeasuredCommand {
    private static final long SAMPLE_MILLIS = 10;

    /** What is seen of a machine that a check loads on purpose does not belong to the history that its user has of it. */
    private static final Path STATE = Path.of(System.getProperty("java.io.tmpdir"), "narrowgauge-checks");

    private final Path directory;
    private final boolean watchesMemory;

    /**
     * @param seconds wall time
     * @param mebibytes sum of the peak resident memory of all its processes; 0 where the system does not say
     * @param unmappedMebibytes likewise of memory that is no mapped file, as seen a hundred times a second
     */
    public record Result(
            int exit, String output, String errors, double seconds, double mebibytes, double unmappedMebibytes) {}

    private MeasuredCommand(Path directory, boolean watchesMemory) {
        this.directory = directory;
        this.watchesMemory = watchesMemory;
    }

    public static MeasuredCommand in(Path directory) {
        return new MeasuredCommand(directory, true);
    }

    /** Leaves the machine to the command: looking at its memory takes a tenth of a core. Its memory is 0 then. */
    public MeasuredCommand undisturbed() {
        return new MeasuredCommand(directory, false);
    }

    public Result run(List<String> command) {
        try {
            Path output = Files.createTempFile("check", ".out");
            Path errors = Files.createTempFile("check", ".err");
            try {
                return run(command, output, errors);
            } finally {
                Files.delete(output);
                Files.delete(errors);
            }
        } catch (IOException e) {
            throw new NarrowgaugeException(
                    ErrorCode.FILE_NOT_FOUND, "%s cannot be run: %s".formatted(command.getFirst(), e.getMessage()), e);
        }
    }

    private Result run(List<String> command, Path output, Path errors) throws IOException {
        long start = System.nanoTime();
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        builder.environment().put("XDG_STATE_HOME", STATE.toString());
        Process process = builder.start();
        Map<Long, Long> peaks = new HashMap<>();
        Map<Long, Long> unmapped = new HashMap<>();
        try {
            while (watchesMemory && !process.waitFor(SAMPLE_MILLIS, TimeUnit.MILLISECONDS)) {
                Stream.concat(Stream.of(process.toHandle()), process.descendants())
                        .forEach(each -> {
                            peaks.merge(each.pid(), kib(each.pid(), "VmHWM:"), Math::max);
                            unmapped.merge(each.pid(), kib(each.pid(), "RssAnon:"), Math::max);
                        });
            }
            process.waitFor();
        } catch (InterruptedException e) {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while " + command.getFirst() + " ran");
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Result(
                process.exitValue(),
                Files.readString(output),
                Files.readString(errors),
                seconds,
                mebibytes(peaks),
                mebibytes(unmapped));
    }

    private static double mebibytes(Map<Long, Long> peaks) {
        return peaks.values().stream().mapToLong(Long::longValue).sum() / 1024.0;
    }

    private static long kib(long process, String key) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + process + "/status"))) {
            return lines.filter(line -> line.startsWith(key))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException | UncheckedIOException e) {
            // It has ended meanwhile, or the system keeps no such files.
            return 0;
        }
    }
}
