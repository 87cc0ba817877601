package dev.narrowgauge.engine.runtime.files;

import dev.narrowgauge.engine.onnx.model.WorkModels;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A fresh directory for what a task needs on the way, gone with all its files when closed. */
public final class TaskDirectory implements AutoCloseable {
    private final Path path;
    private final WorkModels models;
    private final Map<String, Object> found = new HashMap<>();

    private TaskDirectory(Path path) {
        this.path = path;
        this.models = new WorkModels(path);
    }

    /** @param parent where to make it; empty takes the system's directory for temporary files */
    public static TaskDirectory create(String parent) throws IOException {
        if (parent.isEmpty()) {
            return new TaskDirectory(Files.createTempDirectory("narrowgauge-"));
        }
        return new TaskDirectory(Files.createTempDirectory(Files.createDirectories(Path.of(parent)), "engine-"));
    }

    public Path path() {
        return path;
    }

    public Path resolve(String name) {
        return path.resolve(name);
    }

    /** Writes a model under that name, for this task alone. */
    public Path write(ModelProto model, String name) {
        return models.write(model, name);
    }

    /** Reads a model of this directory, as ONNX Runtime has written it. */
    public ModelProto read(String name) {
        return models.read(name);
    }

    /**
     * Something that takes long to find: looked for once in the life of this directory.
     *
     * @param what it is, with all that it follows from
     */
    public <T> T once(String what, Class<T> type, Supplier<T> search) {
        Object known = found.get(what);
        if (known == null) {
            known = search.get();
            found.put(what, known);
        }
        return type.cast(known);
    }

    @Override
    public void close() throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> files = Files.walk(path)) {
            deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : deepestFirst) {
            Files.deleteIfExists(file);
        }
    }
}
