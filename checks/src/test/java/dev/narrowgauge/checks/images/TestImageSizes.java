package dev.narrowgauge.checks.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestImageSizes {
    @TempDir
    private Path root;

    @Test
    void everyFileIsOfOnePart() throws IOException {
        write("etc/passwd", 1);
        write("opt/narrowgauge/start", 2);
        write("opt/narrowgauge/java/lib/modules", 4);
        write("opt/narrowgauge/engine/lib/onnxruntime.jar", 8);
        write("opt/narrowgauge/engine/native/linux-x64/libonnxruntime.so", 16);
        write("opt/narrowgauge/engine/engine.aot", 32);
        write("opt/narrowgauge/program/program.aot", 64);
        write("opt/narrowgauge/program/quarkus-run.jar", 128);
        Files.createSymbolicLink(root.resolve("link"), Path.of("opt/narrowgauge/engine/engine.aot"));

        assertThat(ImageSizes.bytes(root))
                .containsEntry("system", 3L)
                .containsEntry("Java", 4L)
                .containsEntry("engine", 8L)
                .containsEntry("ONNX Runtime", 16L)
                .containsEntry("start of the engine", 32L)
                .containsEntry("start of the program", 64L)
                .containsEntry("program", 128L)
                .containsOnlyKeys(ImageSizes.partNames());
    }

    private void write(String file, int bytes) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.write(path, new byte[bytes]);
    }
}
