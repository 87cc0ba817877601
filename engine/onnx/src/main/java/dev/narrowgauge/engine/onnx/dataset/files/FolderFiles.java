package dev.narrowgauge.engine.onnx.dataset.files;

import dev.narrowgauge.domain.dataset.DataSettings;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The samples of a folder in order of their names. Where it has sub-folders with samples, each is a class, and samples come
 * in turns, one of each class: the first ones, which a quick look takes, are not all of one kind.
 */
record FolderFiles(Path folder, List<Path> files) {

    static FolderFiles of(Path folder) {
        try (Stream<Path> all = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            List<Path> files = all.filter(Files::isRegularFile)
                    .filter(file -> !isHidden(folder.relativize(file)))
                    .sorted(Comparator.comparing(file -> name(folder, file)))
                    .toList();
            files.stream().filter(MediaKind::isUnread).findFirst().ifPresent(file -> {
                throw unreadable("'" + name(folder, file) + "' of '" + folder.getFileName()
                        + "' is in a format that is not supported; save it as PNG, JPEG or WAV, or move it away");
            });
            return new FolderFiles(
                    folder,
                    files.stream()
                            .filter(file -> MediaKind.of(file).isPresent())
                            .toList());
        } catch (IOException | UncheckedIOException e) {
            throw new NarrowgaugeException(
                    ErrorCode.DATASET_UNREADABLE,
                    "The folder '" + folder + "' cannot be read: " + e.getMessage() + ".",
                    e);
        }
    }

    List<SampleFile> samples(DataSettings settings) {
        Map<String, List<Path>> byClass = new TreeMap<>();
        for (Path file : files) {
            Path relative = folder.relativize(file);
            String name =
                    relative.getNameCount() == 1 ? "" : relative.getName(0).toString();
            byClass.computeIfAbsent(name, _ -> new ArrayList<>()).add(file);
        }
        if (byClass.size() > 1 && byClass.containsKey("")) {
            throw unreadable("'" + name(byClass.get("").getFirst()) + "' of '" + folder.getFileName()
                    + "' lies beside folders with samples, which are classes; move it into one, or list all in a CSV with"
                    + " the columns path and label");
        }
        if (byClass.containsKey("")) {
            return files.stream()
                    .map(file -> sample(file, OptionalLong.empty()))
                    .toList();
        }
        Map<String, Long> numbers = numbers(List.copyOf(byClass.keySet()), settings.classes());
        return inTurns(byClass, numbers);
    }

    private List<SampleFile> inTurns(Map<String, List<Path>> byClass, Map<String, Long> numbers) {
        List<SampleFile> samples = new ArrayList<>();
        for (int turn = 0; samples.size() < files.size(); turn++) {
            for (Map.Entry<String, List<Path>> one : byClass.entrySet()) {
                if (turn < one.getValue().size()) {
                    samples.add(sample(one.getValue().get(turn), OptionalLong.of(numbers.get(one.getKey()))));
                }
            }
        }
        return samples;
    }

    /** Of each folder; where all names are numbers, those, and otherwise their places in order. */
    private Map<String, Long> numbers(List<String> folders, List<String> classes) {
        boolean named = classes.isEmpty() && !folders.stream().allMatch(ClassNames::isNumber);
        var names = new ClassNames(named ? folders : classes);
        Map<String, Long> numbers = new TreeMap<>();
        for (String name : folders) {
            numbers.put(
                    name,
                    names.number(name)
                            .orElseThrow(() -> new NarrowgaugeException(
                                    ErrorCode.DATASET_LABEL_INVALID,
                                    "The folder '" + name + "' of '" + folder.getFileName()
                                            + "' is not a class; it must be called " + names.allowed() + ".")));
        }
        return numbers;
    }

    private SampleFile sample(Path file, OptionalLong label) {
        return new SampleFile(file, "'" + name(file) + "' of '" + folder.getFileName() + "'", label);
    }

    String name(Path file) {
        return name(folder, file);
    }

    private static String name(Path folder, Path file) {
        return folder.relativize(file).toString().replace('\\', '/');
    }

    private static boolean isHidden(Path relative) {
        for (Path part : relative) {
            if (part.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }

    private static NarrowgaugeException unreadable(String what) {
        return new NarrowgaugeException(ErrorCode.DATASET_UNREADABLE, what + ".");
    }
}
