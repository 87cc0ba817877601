package dev.narrowgauge.engine.onnx.dataset.files;

import dev.narrowgauge.domain.dataset.DataSettings;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The samples of a folder or of a CSV, all images or all sounds, with labels for all or none.
 *
 * @param table the CSV that lists them
 * @param classesByName how many folders have the numbers of classes by the order of their names; 0 where numbers or a list
 *     say it
 */
record SampleFiles(Path location, MediaKind kind, List<SampleFile> samples, Optional<Path> table, long classesByName) {
    private static final String LABELS = "labels.csv";

    SampleFiles {
        samples = List.copyOf(samples);
    }

    /** Fails with a DATASET_* code or FILE_NOT_FOUND. */
    static SampleFiles of(Path location, DataSettings settings) {
        Optional<Path> table = table(location, settings);
        List<SampleFile> samples = table.isPresent()
                ? new TableFiles(table.get(), new ClassNames(settings.classes())).samples()
                : FolderFiles.of(location).samples(settings);
        if (samples.isEmpty()) {
            throw new NarrowgaugeException(
                    ErrorCode.DATASET_EMPTY,
                    "'" + location + "' has no samples: no PNG, JPEG, BMP, GIF, TIFF or WAV file.");
        }
        if (table.isPresent() && Files.isDirectory(location)) {
            requireAllListed(FolderFiles.of(location), samples, table.get());
        }
        boolean isByName = table.isEmpty() && settings.classes().isEmpty();
        return new SampleFiles(location, kind(samples), samples, table, isByName ? namedClasses(location, samples) : 0);
    }

    private static long namedClasses(Path folder, List<SampleFile> samples) {
        Set<String> names = samples.stream()
                .filter(sample -> sample.label().isPresent())
                .map(sample -> folder.relativize(sample.path()).getName(0).toString())
                .collect(Collectors.toSet());
        return names.stream().allMatch(ClassNames::isNumber) ? 0 : names.size();
    }

    boolean hasLabels() {
        return samples.getFirst().label().isPresent();
    }

    String name() {
        return location.normalize().getFileName().toString();
    }

    private static Optional<Path> table(Path location, DataSettings settings) {
        if (!Files.isDirectory(location)) {
            return Optional.of(location);
        }
        if (settings.labels().isEmpty()) {
            return Optional.of(location.resolve(LABELS)).filter(Files::isRegularFile);
        }
        Path table = location.resolve(settings.labels().get());
        if (!Files.isRegularFile(table)) {
            throw new NarrowgaugeException(
                    ErrorCode.FILE_NOT_FOUND,
                    "The data settings have the labels in '" + settings.labels().get()
                            + "', and there is no such file in '" + location + "'.");
        }
        return Optional.of(table);
    }

    private static MediaKind kind(List<SampleFile> samples) {
        MediaKind first = MediaKind.of(samples.getFirst().path()).orElseThrow();
        samples.stream()
                .filter(sample -> MediaKind.of(sample.path()).orElseThrow() != first)
                .findFirst()
                .ifPresent(other -> {
                    throw other.fault(
                            ErrorCode.DATASET_UNREADABLE,
                            "is a sound beside images, or an image beside sounds; use a folder of its own for each");
                });
        return first;
    }

    private static void requireAllListed(FolderFiles folder, List<SampleFile> samples, Path table) {
        Set<Path> listed = new HashSet<>();
        samples.forEach(sample -> listed.add(sample.path().normalize()));
        folder.files().stream()
                .filter(file -> !listed.contains(file.normalize()))
                .findFirst()
                .ifPresent(file -> {
                    throw new NarrowgaugeException(
                            ErrorCode.DATASET_LABELS_MISSING,
                            "'" + folder.name(file) + "' has no line in '" + table.getFileName()
                                    + "'; add one, move the file away, or give the CSV itself to take only what it lists.");
                });
    }
}
