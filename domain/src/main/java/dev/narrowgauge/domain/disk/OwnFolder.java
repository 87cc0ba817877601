package dev.narrowgauge.domain.disk;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** Folders that are their owner's alone: nobody else reaches what is in them, whatever its own permissions are. */
public final class OwnFolder {
    private static final Set<PosixFilePermission> OF_OWNER = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    /** Of the mode of a folder that everybody may write to, such as the system's for temporary files. */
    private static final int STICKY = 01000;

    private OwnFolder() {}

    /**
     * Creates the folder where it is absent, and takes it from everybody but its owner where it is there. What cannot be
     * taken stays as it is: a folder of another user, one on a disk that knows no owners, and one that is meant for all.
     */
    public static Path create(Path folder) throws IOException {
        Path created = Files.createDirectories(folder);
        PosixFileAttributeView view = Files.getFileAttributeView(created, PosixFileAttributeView.class);
        if (view == null || isForAll(created)) {
            return created;
        }
        Set<PosixFilePermission> wanted = EnumSet.copyOf(OF_OWNER);
        Set<PosixFilePermission> present = view.readAttributes().permissions();
        wanted.retainAll(present);
        if (!wanted.equals(present)) {
            try {
                view.setPermissions(wanted);
            } catch (FileSystemException _) {
                // Only its owner may, and not on every disk.
            }
        }
        return created;
    }

    private static boolean isForAll(Path folder) throws IOException {
        return ((Integer) Files.getAttribute(folder, "unix:mode") & STICKY) != 0;
    }
}
