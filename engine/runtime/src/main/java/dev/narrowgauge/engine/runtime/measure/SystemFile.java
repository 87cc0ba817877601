package dev.narrowgauge.engine.runtime.measure;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/**
 * A file in which the system tells what it counts, anew each time that it is read. It stays open: a child reads it before it
 * has run long enough for the JVM to compile what opens one.
 */
final class SystemFile implements AutoCloseable {
    private static final int ROOM = 1 << 12;

    private final Path path;
    private RandomAccessFile file;
    private byte[] text = new byte[ROOM];

    SystemFile(Path path) {
        this.path = path;
    }

    /** Empty where there is no such file, or it says something else: that is not known then. */
    <T> Optional<T> read(Function<String, T> parser) {
        try {
            return isOpen() ? Optional.of(parser.apply(text())) : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private boolean isOpen() throws IOException {
        if (file == null && Files.isReadable(path)) {
            file = new RandomAccessFile(path.toFile(), "r");
        }
        return file != null;
    }

    private String text() throws IOException {
        file.seek(0);
        int length = 0;
        for (int read = 0; read >= 0; read = file.read(text, length, text.length - length)) {
            length += read;
            if (length == text.length) {
                text = Arrays.copyOf(text, 2 * length);
            }
        }
        return new String(text, 0, length, StandardCharsets.ISO_8859_1).strip();
    }

    @Override
    public void close() {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            // It was only read.
        }
    }
}
