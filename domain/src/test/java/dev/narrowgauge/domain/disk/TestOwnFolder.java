package dev.narrowgauge.domain.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestOwnFolder {
    @TempDir
    private Path directory;

    @Test
    void newFolderIsItsOwnersAlone() throws IOException {
        assertThat(mode(OwnFolder.create(directory.resolve("a/b")))).isEqualTo("rwx------");
    }

    @Test
    void folderThatIsThereBecomesItsOwnersAlone() throws IOException {
        assertThat(mode(OwnFolder.create(folder("rwxrwxrwx")))).isEqualTo("rwx------");
    }

    @Test
    void ownerGetsNoMoreThanThereWas() throws IOException {
        assertThat(mode(OwnFolder.create(folder("r-xr-xr-x")))).isEqualTo("r-x------");
    }

    @Test
    void folderForEverybodyStaysOne() throws IOException {
        Path shared = folder("rwxrwxrwx");
        Files.setAttribute(shared, "unix:mode", 01777);
        assertThat(mode(OwnFolder.create(shared))).isEqualTo("rwxrwxrwx");
    }

    private Path folder(String mode) throws IOException {
        Path folder = Files.createDirectory(directory.resolve("folder"));
        return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(mode));
    }

    private static String mode(Path folder) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder));
    }
}
