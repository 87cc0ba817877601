package dev.narrowgauge.blob;

import dev.narrowgauge.domain.error.DiskFull;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;

/** The folder in which content has a temporary name while it comes. Several processes may use it. */
final class Incoming {
    private static final Logger LOG = System.getLogger(Incoming.class.getName());
    private static final Duration LEFTOVER_AGE = Duration.ofDays(1);

    private final Path folder;
    private final String owner;

    private Incoming(Path folder, String owner) {
        this.folder = folder;
        this.owner = owner;
    }

    /**
     * Creates the folder where it is absent, and removes what dead writers have left in it.
     *
     * @param owner what the folder is part of, for messages
     */
    static Incoming open(Path folder, String owner) throws IOException {
        Files.createDirectories(folder);
        Incoming incoming = new Incoming(folder, owner);
        incoming.removeLeftovers(Instant.now().minus(LEFTOVER_AGE));
        return incoming;
    }

    Path folder() {
        return folder;
    }

    StagedBlob stage(InputStream content, StagedBlob.Keeper keeper) {
        try {
            return StagedBlob.write(content, HeldFile.create(folder), keeper);
        } catch (IOException e) {
            throw DiskFailure.of("the content cannot be stored", folder, e);
        }
    }

    /** Fails with a code of the kind INFRASTRUCTURE unless the folder is there and takes a file. */
    void requireUsable() {
        Path probe = folder.resolve(UUID.randomUUID() + ".probe");
        try {
            Files.write(probe, new byte[] {1});
            Files.delete(probe);
        } catch (IOException e) {
            throw DiskFailure.of(owner + " cannot be written", folder, e);
        }
    }

    /** Fails with {@link ErrorCode#DISK_FULL} unless the disk has room for that much more. */
    void requireSpace(long bytes) {
        try {
            if (Files.getFileStore(folder).getUsableSpace() < bytes) {
                throw new NarrowgaugeException(
                        ErrorCode.DISK_FULL,
                        "there is no room in %s: %s".formatted(owner, DiskFull.phrase(folder, bytes)));
            }
        } catch (IOException e) {
            throw DiskFailure.of("the disk of " + folder + " cannot be asked for its free space", folder, e);
        }
    }

    /** Removes what dead writers have left. */
    void removeLeft() {
        try {
            removeLeftovers(Instant.now().minus(LEFTOVER_AGE));
        } catch (IOException e) {
            throw DiskFailure.of(owner + " cannot be looked through", folder, e);
        }
    }

    /** @param before when a file whose writer does not tell whether it lives counts as left */
    private void removeLeftovers(Instant before) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> !(file.toString().endsWith(HeldFile.SUFFIX) && HeldFile.deleteIfLeft(file)))
                    .filter(file -> lastModified(file).isBefore(before))
                    .forEach(Incoming::delete);
        }
    }

    static Instant lastModified(Path file) {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (IOException e) {
            // Gone meanwhile: its writer has kept or dropped it.
            return Instant.MAX;
        }
    }

    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // An old one is removed later.
            LOG.log(Level.WARNING, "the temporary file {0} was not deleted: {1}", file, e);
        }
    }
}
