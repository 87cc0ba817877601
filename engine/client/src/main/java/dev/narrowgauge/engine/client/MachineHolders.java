package dev.narrowgauge.engine.client;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who has the machine, or waits to have it alone, and what for, as files beside its lock that only people are told of: nothing is decided by them, and
 * where they cannot be written the wait has no reason.
 */
final class MachineHolders {
    private static final String PREFIX = "holder-";
    private static final int LONGEST = 200;

    private final Path directory;

    MachineHolders(Path directory) {
        this.directory = directory;
    }

    /** @param work a phrase, such as {@code quantizes a.onnx} */
    Optional<Path> add(String work) {
        long process = ProcessHandle.current().pid();
        try {
            Path file = Files.createTempFile(Files.createDirectories(directory), PREFIX + process + '-', "");
            return Optional.of(Files.writeString(file, work));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    void remove(Path holder) {
        try {
            Files.deleteIfExists(holder);
        } catch (IOException e) {
            // Once its process is gone nobody believes it.
        }
    }

    /**
     * All of them, as a phrase; empty where none is known.
     *
     * @param except who asks
     */
    String describe(Optional<Path> except) {
        List<String> holders = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, PREFIX + "*")) {
            for (Path file : files) {
                if (!except.equals(Optional.of(file))) {
                    phrase(file).ifPresent(holders::add);
                }
            }
        } catch (IOException e) {
            return "";
        }
        return holders.stream().sorted().collect(joining(", and "));
    }

    private Optional<String> phrase(Path holder) {
        String name = holder.getFileName().toString();
        try {
            long process = Long.parseLong(name.substring(PREFIX.length(), name.lastIndexOf('-')));
            if (ProcessHandle.of(process).isEmpty()) {
                remove(holder);
                return Optional.empty();
            }
            String work = Files.readString(holder).replaceAll("\\p{Cntrl}", "?");
            return Optional.of("process %d, which %s"
                    .formatted(process, work.substring(0, Math.min(work.length(), LONGEST))));
        } catch (IOException | RuntimeException e) {
            // It has just gone, or is none.
            return Optional.empty();
        }
    }
}
