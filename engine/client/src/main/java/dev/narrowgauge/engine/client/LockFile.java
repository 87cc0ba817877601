package dev.narrowgauge.engine.client;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A file that processes of all users of a machine lock, as those of containers are, and in which there is nothing. */
final class LockFile {
    private static final Set<PosixFilePermission> OF_ALL = PosixFilePermissions.fromString("rw-rw-rw-");

    private LockFile() {}

    static FileChannel open(Path file) throws IOException {
        try {
            return opened(file);
        } catch (NoSuchFileException absent) {
            create(file);
            return opened(file);
        }
    }

    /** Not created by the same call: in a folder such as /tmp Linux refuses that for another user's file. */
    private static FileChannel opened(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static void create(Path file) throws IOException {
        try {
            shareWithAll(Files.createFile(file));
        } catch (FileAlreadyExistsException e) {
            // Another process was quicker.
        }
    }

    /** Whatever the process does with files that are its own. */
    static void shareWithAll(Path file) throws IOException {
        Files.setPosixFilePermissions(file, OF_ALL);
    }
}
