package dev.narrowgauge.engine.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Who has the machine, or waits to have it alone, and what for, as files beside its lock that only people are told of: nothing is decided by them, and
 * where they cannot be written the wait has no reason. Its process keeps each locked while it lives: a number of a process
 * says nothing across containers.
 */
final class MachineHolders {
    private static final String PREFIX = "holder-";
    private static final int LONGEST = 200;
    private static final int LONGEST_WITH_PROCESS = 300;

    /** A store names its files by their digests. */
    private static final Pattern DIGEST = Pattern.compile("[^\\s\\[\\],]*\\p{XDigit}{64}[^\\s\\[\\],]*");

    private final Path directory;

    /** Of this process, which must not open them to look: closing them again would give up its locks. */
    private final Map<Path, Own> own = new ConcurrentHashMap<>();

    private record Own(FileChannel file, String work) {}

    MachineHolders(Path directory) {
        this.directory = directory;
    }

    /** @param work a phrase, such as {@code quantizes a.onnx} */
    synchronized Optional<Path> add(String work) {
        long process = ProcessHandle.current().pid();
        String told = told(work);
        try {
            Path file = Files.createTempFile(Files.createDirectories(directory), PREFIX + process + '-', "");
            own.put(file, new Own(written(file, told), told));
            return Optional.of(file);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** With the command that it is done by, and since when. */
    private static String told(String work) {
        String inWords = DIGEST.matcher(work).replaceAll("a model");
        return "%s ('%s', since %s)"
                .formatted(
                        inWords.substring(0, Math.min(inWords.length(), LONGEST)),
                        ProcessName.ofThis(),
                        Instant.now().truncatedTo(ChronoUnit.SECONDS));
    }

    private static FileChannel written(Path file, String work) throws IOException {
        LockFile.shareWithAll(file);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        try {
            channel.lock();
            channel.write(ByteBuffer.wrap(work.getBytes(UTF_8)));
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    void remove(Path holder) {
        try {
            Files.deleteIfExists(holder);
            Own removed = own.remove(holder);
            if (removed != null) {
                removed.file().close();
            }
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
            return work(holder)
                    .map(work -> work.replaceAll("\\p{Cntrl}", "?"))
                    .map(work -> "process %d, which %s"
                            .formatted(process, work.substring(0, Math.min(work.length(), LONGEST_WITH_PROCESS))));
        } catch (IOException | RuntimeException e) {
            // It has just gone, or is none.
            return Optional.empty();
        }
    }

    /** Empty, and the file is deleted, where nobody keeps it locked. */
    private synchronized Optional<String> work(Path holder) throws IOException {
        Own known = own.get(holder);
        if (known != null) {
            return Optional.of(known.work());
        }
        try (FileChannel channel = FileChannel.open(holder, StandardOpenOption.READ)) {
            FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true);
            if (lock == null) {
                return Optional.of(new String(Channels.newInputStream(channel).readAllBytes(), UTF_8));
            }
            lock.release();
        }
        Files.deleteIfExists(holder);
        return Optional.empty();
    }
}
