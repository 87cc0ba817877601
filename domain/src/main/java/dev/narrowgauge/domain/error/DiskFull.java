package dev.narrowgauge.domain.error;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Tells a full disk from other failures, by the system's words, which are all that Java passes on, and says what to do about it. */
public final class DiskFull {
    private static final List<String> WORDS =
            List.of("No space left on device", "Disk quota exceeded", "not enough space on the disk");

    private static final String ADVICE = "free some space there, or use a folder on another disk";
    private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));
    private static final long MEBIBYTE = 1 << 20;

    private DiskFull() {}

    public static boolean isMeantBy(String text) {
        return WORDS.stream().anyMatch(text::contains);
    }

    /** {@link ErrorCode#DISK_FULL} where that is what stopped the writing, else the given code. */
    public static ErrorCode or(ErrorCode otherwise, Throwable failure) {
        return isBehind(failure) ? ErrorCode.DISK_FULL : otherwise;
    }

    /** Whether the failure, or what caused it, is a full disk. */
    public static boolean isBehind(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .anyMatch(cause -> isMeantBy(String.valueOf(cause.getMessage())));
    }

    /**
     * A phrase that names the folder, what is left on its disk, and what to do.
     *
     * @param place a file that was to be written, or a folder, there or not
     */
    public static String phrase(Path place) {
        return "the disk of %s has %s left; %s".formatted(folder(place), left(folder(place)), ADVICE);
    }

    /** The same where it is known how much it takes. */
    public static String phrase(Path place, long neededBytes) {
        return "the disk of %s has %s left and %s are needed; %s"
                .formatted(folder(place), left(folder(place)), mebibytes(neededBytes), ADVICE);
    }

    /** The same of the file that the failure names; where it names none, of the folders where this process writes. */
    public static String phrase(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .filter(cause -> cause instanceof FileSystemException named && named.getFile() != null)
                .map(cause -> phrase(Path.of(((FileSystemException) cause).getFile())))
                .findFirst()
                .orElseGet(() ->
                        "a disk is full: that of the temporary folder %s has %s left, that of the working folder %s %s; %s"
                                .formatted(
                                        TEMPORARY,
                                        left(TEMPORARY),
                                        Path.of("").toAbsolutePath(),
                                        left(Path.of("").toAbsolutePath()),
                                        ADVICE));
    }

    /** That there is. */
    private static Path folder(Path place) {
        return Stream.iterate(place.toAbsolutePath(), path -> path != null, Path::getParent)
                .filter(Files::isDirectory)
                .findFirst()
                .orElse(place);
    }

    private static String left(Path folder) {
        try {
            return mebibytes(Files.getFileStore(folder).getUsableSpace());
        } catch (IOException _) {
            return "an unknown number of bytes";
        }
    }

    private static String mebibytes(long bytes) {
        return bytes < MEBIBYTE ? bytes + " bytes" : "%d MiB".formatted(bytes / MEBIBYTE);
    }
}
