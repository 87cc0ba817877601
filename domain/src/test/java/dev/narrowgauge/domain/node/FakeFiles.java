package dev.narrowgauge.domain.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of another machine, below a folder. */
record FakeFiles(Path root) {
    SystemFiles files() {
        return new SystemFiles(root);
    }

    FakeFiles with(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return this;
    }
}
