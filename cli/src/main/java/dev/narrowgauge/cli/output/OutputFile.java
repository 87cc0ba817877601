package dev.narrowgauge.cli.output;

import dev.narrowgauge.domain.error.DiskFull;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * A file that appears whole or not at all.
 *
 * @param path absolute, which a child with another working directory understands; what a link leads to, not the link
 */
public record OutputFile(Path path) {

    /**
     * Complains now rather than after minutes of work. What is there and no regular file, such as a device, is never
     * replaced.
     *
     * @throws NarrowgaugeException OUTPUT_NOT_WRITABLE
     */
    public static OutputFile checked(Path file) {
        return checked(file, List.of());
    }

    /** @param taken inputs and other results of the same command, none of which it may replace; absent ones are null */
    public static OutputFile checked(Path file, Collection<Path> taken) {
        Path path = withoutLinks(file);
        Path directory = path.getParent();
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            throw notWritable(
                    "%s is %s, which is never overwritten; give the name of a file".formatted(file, kind(path)));
        }
        if (directory == null || !Files.isDirectory(directory)) {
            throw notWritable("%s: there is no directory %s; give a file name in a directory that exists"
                    .formatted(file, directory));
        }
        if (!Files.isWritable(directory)) {
            throw notWritable("%s: this user may not write in %s; give a file name in another directory"
                    .formatted(file, directory));
        }
        for (Path other : taken) {
            if (other != null && withoutLinks(other).equals(path)) {
                throw notWritable("%s is also an input or another result of this command; give the result another name"
                        .formatted(file));
            }
        }
        return new OutputFile(path);
    }

    /** What is to stand in a file. */
    @FunctionalInterface
    public interface Writer {
        void writeTo(OutputStream file) throws IOException;
    }

    public void write(byte[] content) {
        write(file -> file.write(content));
    }

    /** For what is too large to be held; what the writer throws leaves the file as it was. */
    public void write(Writer content) {
        try {
            // As the user's other files: what is made as a temporary file nobody else may read.
            Path partial = path.resolveSibling(".%s.%s.partial".formatted(path.getFileName(), UUID.randomUUID()));
            try {
                try (OutputStream file = Files.newOutputStream(partial, StandardOpenOption.CREATE_NEW)) {
                    content.writeTo(file);
                }
                Files.move(partial, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(partial);
            }
        } catch (IOException failure) {
            throw new NarrowgaugeException(
                    DiskFull.or(ErrorCode.OUTPUT_NOT_WRITABLE, failure),
                    "%s cannot be written: %s"
                            .formatted(path, DiskFull.isBehind(failure) ? DiskFull.phrase(path) : failure),
                    failure);
        }
    }

    /** Takes away what an earlier command left there. */
    public void remove() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException failure) {
            throw new NarrowgaugeException(
                    ErrorCode.OUTPUT_NOT_WRITABLE, "%s cannot be removed: %s".formatted(path, failure), failure);
        }
    }

    private static Path withoutLinks(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException absent) {
            Path absolute = file.toAbsolutePath().normalize();
            return Files.isSymbolicLink(absolute) ? absolute : inRealDirectory(absolute);
        }
    }

    private static Path inRealDirectory(Path absolute) {
        try {
            return absolute.getParent().toRealPath().resolve(absolute.getFileName());
        } catch (IOException | NullPointerException absent) {
            return absolute;
        }
    }

    private static String kind(Path path) {
        if (Files.isDirectory(path)) {
            return "a directory";
        }
        return Files.isSymbolicLink(path) ? "a link to nothing" : "no regular file";
    }

    private static NarrowgaugeException notWritable(String sentence) {
        return new NarrowgaugeException(ErrorCode.OUTPUT_NOT_WRITABLE, sentence);
    }
}
