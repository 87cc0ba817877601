package dev.narrowgauge.engine.onnx.dataset.files;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The samples that a CSV lists: a column {@code path}, from its own folder on, and maybe
 * {@code label}, {@code group} and {@code cluster}.
 */
record TableFiles(Path table, ClassNames classes) {
    private static final String PATH = "path";
    private static final String LABEL = "label";
    private static final String GROUP = "group";
    private static final String CLUSTER = "cluster";
    private static final Set<String> LIKE_LABEL =
            Set.of(LABEL, "labels", "class", "classes", "class_id", "category", "target", "y");

    List<SampleFile> samples() {
        List<SampleFile> samples = new ArrayList<>();
        try (CsvReader<NamedCsvRecord> records =
                CsvReader.builder().detectBomHeader(true).ofNamedCsvRecord(table)) {
            for (NamedCsvRecord line : records) {
                requirePath(line.getHeader());
                requireLabelAsCalled(line.getHeader());
                samples.add(sample(line));
                requireSameLabelling(line, samples);
            }
        } catch (IOException | UncheckedIOException | CsvParseException e) {
            throw new NarrowgaugeException(
                    ErrorCode.DATASET_UNREADABLE, "The table '" + table + "' cannot be read: " + reason(e) + ".", e);
        }
        return samples;
    }

    /** The reader says in which record, and what caused it says what is wrong there. */
    private static String reason(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .map(cause ->
                        String.valueOf(cause.getMessage()).lines().findFirst().orElse(""))
                .distinct()
                .collect(Collectors.joining(": "));
    }

    private void requirePath(List<String> header) {
        if (!header.contains(PATH)) {
            throw new NarrowgaugeException(
                    ErrorCode.DATASET_UNREADABLE,
                    "The first line of '" + table + "' names the columns " + header
                            + "; it must be 'path', or 'path,label', with a comma between.");
        }
    }

    /** Read as one without labels, it would be judged without a word on how many answers are right. */
    private void requireLabelAsCalled(List<String> header) {
        if (header.contains(LABEL)) {
            return;
        }
        header.stream()
                .filter(column -> LIKE_LABEL.contains(column.strip().toLowerCase(Locale.ROOT)))
                .findFirst()
                .ifPresent(column -> {
                    throw new NarrowgaugeException(
                            ErrorCode.DATASET_UNREADABLE,
                            "The first line of '" + table + "' names a column '" + column
                                    + "'; the one with the labels must be called 'label', without spaces. Rename or remove it.");
                });
    }

    private SampleFile sample(NamedCsvRecord line) {
        String path = line.getField(PATH).strip();
        String origin = place(line);
        Path file;
        try {
            file = table.resolveSibling(path);
        } catch (InvalidPathException e) {
            throw new NarrowgaugeException(
                    ErrorCode.FILE_NOT_FOUND, origin + " has '" + path + "', which is not a path.", e);
        }
        if (path.isEmpty() || !Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new NarrowgaugeException(
                    ErrorCode.FILE_NOT_FOUND,
                    origin + " has '" + path + "', and there is no such file; paths start from the folder of the CSV.");
        }
        if (MediaKind.of(file).isEmpty()) {
            throw new NarrowgaugeException(
                    ErrorCode.DATASET_UNREADABLE,
                    origin + " has '" + path
                            + "', which is neither an image (PNG, JPEG, BMP, GIF, TIFF) nor a WAV file.");
        }
        return new SampleFile(
                file,
                "'" + path + "' (" + uncapitalized(origin) + ")",
                label(line),
                line.findField(GROUP).orElse("").strip(),
                line.findField(CLUSTER).orElse("").strip());
    }

    private OptionalLong label(NamedCsvRecord line) {
        String text = line.findField(LABEL).orElse("").strip();
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        OptionalLong number = classes.number(text);
        if (number.isEmpty()) {
            throw new NarrowgaugeException(
                    ErrorCode.DATASET_LABEL_INVALID,
                    place(line) + " has the label '" + text + "'; it must be " + classes.allowed() + ".");
        }
        return number;
    }

    private void requireSameLabelling(NamedCsvRecord line, List<SampleFile> samples) {
        boolean first = samples.getFirst().label().isPresent();
        if (samples.getLast().label().isPresent() != first) {
            throw new NarrowgaugeException(
                    ErrorCode.DATASET_LABEL_INVALID,
                    place(line) + " has " + (first ? "no label" : "a label")
                            + ", unlike the first; give every file one, or none.");
        }
    }

    private String place(NamedCsvRecord line) {
        return "Line " + line.getStartingLineNumber() + " of '" + table.getFileName() + "'";
    }

    private static String uncapitalized(String sentence) {
        return "l" + sentence.substring(1);
    }
}
