package dev.narrowgauge.checks.images;

import static java.util.stream.Collectors.joining;

import dev.narrowgauge.checks.frame.Figures;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How large the images are, as they lie on a machine, and what they are made of. */
record ImageSizes(List<Image> images) {
    private static final double MEBIBYTE = 1 << 20;

    /** Where the parts of an image are; the first that fits. */
    private static final Map<Path, String> PARTS = parts();

    /**
     * An image.
     *
     * @param bytes of its files, by part
     * @param components that its bill of materials lists
     */
    record Image(String name, Map<String, Long> bytes, int components) {
        double mebibytes() {
            return bytes.values().stream().mapToLong(Long::longValue).sum() / MEBIBYTE;
        }

        double mebibytes(String part) {
            return bytes.getOrDefault(part, 0L) / MEBIBYTE;
        }
    }

    private static Map<Path, String> parts() {
        Map<Path, String> parts = new LinkedHashMap<>();
        parts.put(Path.of("opt/narrowgauge/java"), "Java");
        parts.put(Path.of("opt/narrowgauge/engine/native"), "ONNX Runtime");
        parts.put(Path.of("opt/narrowgauge/engine/engine.aot"), "start of the engine");
        parts.put(Path.of("opt/narrowgauge/engine"), "engine");
        parts.put(Path.of("opt/narrowgauge/program/program.aot"), "start of the program");
        parts.put(Path.of("opt/narrowgauge/program"), "program");
        parts.put(Path.of(""), "system");
        return parts;
    }

    /** Names of the parts. */
    static List<String> partNames() {
        return List.copyOf(PARTS.values());
    }

    static ImageSizes measure(BuiltImages images) {
        List<Image> measured = new ArrayList<>();
        for (String program : BuiltImages.PROGRAMS) {
            String container = images.call(List.of("buildah", "from", "--pull-never", images.name(program)))
                    .strip();
            try {
                Path root = Path.of(
                        images.call(List.of("buildah", "mount", container)).strip());
                measured.add(new Image(program, bytes(root), components(images.materials(program))));
            } finally {
                images.call(List.of("buildah", "rm", container));
            }
        }
        return new ImageSizes(measured);
    }

    private static int components(Path materials) {
        try {
            return Figures.MAPPER
                    .readTree(materials.toFile())
                    .path("components")
                    .size();
        } catch (IOException e) {
            throw new NarrowgaugeException(
                    ErrorCode.INTERNAL_ERROR, "%s is no bill of materials: %s".formatted(materials, e), e);
        }
    }

    static Map<String, Long> bytes(Path root) {
        Map<String, Long> bytes = new LinkedHashMap<>();
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (attributes.isRegularFile()) {
                        bytes.merge(part(root.relativize(file)), attributes.size(), Long::sum);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new NarrowgaugeException(ErrorCode.INTERNAL_ERROR, "The files of an image cannot be read: " + e, e);
        }
        return bytes;
    }

    /** @param file relative to the root */
    private static String part(Path file) {
        return PARTS.entrySet().stream()
                .filter(part -> part.getKey().toString().isEmpty() || file.startsWith(part.getKey()))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    String line() {
        return images.stream()
                .map(image -> String.format(Locale.ROOT, "%s %.0f MiB", image.name(), image.mebibytes()))
                .collect(joining(" | "));
    }
}
