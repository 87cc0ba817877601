package dev.narrowgauge.service;

import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/** A copy of a folder that others write to meanwhile, as rsync makes one: what goes while it is read is left out. */
final class FolderCopy extends SimpleFileVisitor<Path> {
    private final Path from;
    private final Path to;
    private final Set<Path> without;

    private FolderCopy(Path from, Path to, Set<Path> without) {
        this.from = from;
        this.to = to;
        this.without = without;
    }

    /** @param without relative paths; of a folder all that is in it, but not itself */
    static void make(Path from, Path to, Set<Path> without) throws IOException {
        Files.walkFileTree(from, new FolderCopy(from, to, without));
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
        Path place = place(folder);
        if (Files.notExists(place)) {
            Files.copy(folder, place, COPY_ATTRIBUTES);
        }
        return without.contains(from.relativize(folder)) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        if (without.contains(from.relativize(file))) {
            return FileVisitResult.CONTINUE;
        }
        try {
            Files.copy(file, place(file), COPY_ATTRIBUTES, REPLACE_EXISTING);
        } catch (NoSuchFileException e) {
            return gone(file, e);
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
        if (failure instanceof NoSuchFileException) {
            return gone(file, failure);
        }
        throw failure;
    }

    private static FileVisitResult gone(Path file, IOException failure) throws IOException {
        if (Files.exists(file)) {
            throw failure;
        }
        return FileVisitResult.CONTINUE;
    }

    private Path place(Path path) {
        return to.resolve(from.relativize(path));
    }
}
