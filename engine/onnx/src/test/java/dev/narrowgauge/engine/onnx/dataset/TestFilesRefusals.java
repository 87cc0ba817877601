package dev.narrowgauge.engine.onnx.dataset;

import static dev.narrowgauge.engine.onnx.dataset.MediaFolder.PLAIN;
import static dev.narrowgauge.engine.onnx.dataset.MediaFolder.bind;
import static dev.narrowgauge.engine.onnx.dataset.MediaFolder.input;
import static dev.narrowgauge.engine.onnx.dataset.MediaFolder.open;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.domain.dataset.DataSettings;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.onnx.model.ElementType;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong with a file, the message names it. */
class TestFilesRefusals {
    @TempDir
    private Path folderOfTest;

    private Path folder;
    private MediaFolder media;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectory(folderOfTest.resolve("samples"));
        media = new MediaFolder(folder);
    }

    @Test
    void imagesThatAreRefused() throws IOException {
        Path image = folder.resolve("a.png");
        Files.writeString(image, "no image");
        refused(ErrorCode.DATASET_UNREADABLE, "'a.png' of 'samples' cannot be decoded", PLAIN);
        media.gray("a.png", 40, 40, 7);
        byte[] whole = Files.readAllBytes(image);
        Files.write(image, Arrays.copyOf(whole, whole.length - 30));
        refused(ErrorCode.DATASET_UNREADABLE, "'a.png' of 'samples' cannot be decoded", PLAIN);
        media.gray("a.png", 4, 3, 7);
        refused(
                ErrorCode.DATASET_SHAPE_MISMATCH,
                "'a.png' of 'samples' has 4 by 3 pixels (width by height), and the input takes 8 by any",
                Map.of("image", Map.of("scale", 1, "width", 8)));
        refused(ErrorCode.DATA_SETTINGS_INCOMPLETE, "write image.scale (1/255", Map.of());
        Files.createFile(folder.resolve("b.avif"));
        refused(ErrorCode.DATASET_UNREADABLE, "'b.avif' of 'samples' is in a format that is not supported", PLAIN);
    }

    /** None of them may be asked of the machine's memory, or overflow on the way there. */
    @Test
    void sizesThatNothingHolds() throws IOException {
        media.gray("a.png", 1, 9000, 7);
        refused(
                ErrorCode.DATA_SETTINGS_INVALID_VALUE,
                "would be 900000000 numbers, of shape [1, 30000, 30000]",
                image(Map.of("height", 30000, "width", 30000, "fit", "pad")));
        refused(
                ErrorCode.DATA_SETTINGS_INVALID_VALUE,
                "'a.png' of 'samples' would be",
                image(Map.of("width", 100000, "fit", "stretch")));
        refused(
                ErrorCode.DATA_SETTINGS_INVALID_VALUE,
                "'a.png' of 'samples' would be scaled to 9000000000 pixels",
                image(Map.of("height", 9, "width", 9, "shorterSide", 1_000_000, "fit", "crop")));
        Files.delete(folder.resolve("a.png"));
        media.sound("a.wav", 16000, 1, 40);
        refusedSound(
                ErrorCode.DATA_SETTINGS_INVALID_VALUE,
                "would be 2000000000 numbers, of shape [2000000000]",
                Map.of("sampleRate", 16000, "length", 2_000_000_000, "fit", "pad-or-cut"));
    }

    /** A model with a fixed batch is fed whole ones. */
    @Test
    void batchesThatNothingHolds() throws IOException {
        media.gray("a.png", 100, 100, 7);
        try (SampleSet dataset = open(folder, PLAIN)) {
            assertThatExceptionOfType(NarrowgaugeException.class)
                    .isThrownBy(() -> dataset.bind(List.of(input(ElementType.FLOAT, 100_000))))
                    .withMessageContaining("batches of 100000")
                    .matches(failure -> failure.code() == ErrorCode.DATASET_SHAPE_MISMATCH);
        }
    }

    private static Map<String, ?> image(Map<String, ?> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("scale", 1);
        return Map.of("image", all);
    }

    @Test
    void halfAJpegIsNoImage() throws IOException {
        BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 64 * 64; i++) {
            image.setRGB(i % 64, i / 64, i * 977 & 0xFFFFFF);
        }
        Path file = folder.resolve("a.jpg");
        ImageIO.write(image, "jpg", file.toFile());
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        refused(ErrorCode.DATASET_UNREADABLE, "'a.jpg' of 'samples' cannot be decoded", PLAIN);
    }

    @Test
    void foldersThatAreRefused() throws IOException {
        refused(ErrorCode.DATASET_EMPTY, "has no samples", PLAIN);
        media.gray("a.png", 2, 2, 1);
        media.sound("b.wav", 16000, 1, 4);
        refused(ErrorCode.DATASET_UNREADABLE, "'b.wav' of 'samples' is a sound beside images", PLAIN);
        Files.delete(folder.resolve("b.wav"));
        media.gray("class/c.png", 2, 2, 1);
        refused(ErrorCode.DATASET_UNREADABLE, "'a.png' of 'samples' lies beside folders", PLAIN);
        refused(
                ErrorCode.FILE_NOT_FOUND,
                "labels in 'mine.csv'",
                Map.of("labels", "mine.csv", "image", Map.of("scale", 1)));
        Files.delete(folder.resolve("a.png"));
        refused(
                ErrorCode.DATASET_LABEL_INVALID,
                "The folder 'class' of 'samples' is not a class; it must be called a class number or one of [cat]",
                Map.of("classes", List.of("cat"), "image", Map.of("scale", 1)));
    }

    /** One that is missing would shift the numbers of those after it. */
    @Test
    void foldersOfOtherClassesThanTheModels() throws IOException {
        media.gray("cat/a.png", 2, 2, 1);
        media.gray("dog/b.png", 2, 2, 1);
        try (SampleSet dataset = open(folder, PLAIN)) {
            bind(dataset).checkLabels(2);
            assertThatExceptionOfType(NarrowgaugeException.class)
                    .isThrownBy(() -> bind(dataset).checkLabels(3))
                    .withMessageContaining("folders of 2 classes, numbered in the order of their names")
                    .withMessageContaining("the model distinguishes 3 classes; list all of them as 'classes'")
                    .returns(ErrorCode.DATASET_LABEL_INVALID, NarrowgaugeException::code);
        }
        try (SampleSet dataset =
                open(folder, Map.of("classes", List.of("bird", "cat", "dog"), "image", Map.of("scale", 1)))) {
            bind(dataset).checkLabels(3);
        }
    }

    @Test
    void tablesThatAreRefused() throws IOException {
        media.gray("a.png", 2, 2, 1);
        media.gray("b.png", 2, 2, 1);
        refusedTable(ErrorCode.DATASET_UNREADABLE, "names the columns [file, label]", "file,label\na.png,1\n");
        refusedTable(
                ErrorCode.DATASET_UNREADABLE,
                "names a column ' label'; the one with the labels must be called 'label', without spaces",
                "path, label\na.png,1\n");
        refusedTable(ErrorCode.DATASET_UNREADABLE, "names a column 'labels'", "path,labels\na.png,1\n");
        refusedTable(
                ErrorCode.FILE_NOT_FOUND,
                "Line 3 of 'labels.csv' has 'c.png', and there is no such file",
                "path,label\na.png,1\nc.png,1\n");
        refusedTable(
                ErrorCode.DATASET_LABEL_INVALID,
                "Line 2 of 'labels.csv' has the label 'one'; it must be a class number",
                "path,label\na.png,one\nb.png,1\n");
        refusedTable(
                ErrorCode.DATASET_LABEL_INVALID,
                "Line 3 of 'labels.csv' has no label",
                "path,label\na.png,1\nb.png,\n");
        refusedTable(
                ErrorCode.DATASET_UNREADABLE,
                "Record 3 has 1 fields, but first record had 2 fields",
                "path,label\na.png,1\nb.png\n");
        refusedTable(ErrorCode.DATASET_UNREADABLE, "Header contains duplicate fields", "path,path\na.png,b.png\n");
        refusedTable(ErrorCode.DATASET_LABELS_MISSING, "'b.png' has no line in 'labels.csv'", "path,label\na.png,1\n");
        Files.writeString(folder.resolve("labels.csv"), "path,label\na.png,1\nb.png,12\n");
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> {
                    try (SampleSet dataset = open(folder, PLAIN)) {
                        bind(dataset).checkLabels(10);
                    }
                })
                .withMessageContaining("'b.png' (line 3 of 'labels.csv') has the label 12")
                .returns(ErrorCode.DATASET_LABEL_OUT_OF_RANGE, NarrowgaugeException::code);
    }

    @Test
    void soundsThatAreRefused() throws IOException {
        media.sound("a.wav", 16000, 1, 40);
        refusedSound(
                ErrorCode.DATA_SETTINGS_INCOMPLETE, "audio.sampleRate in hertz (the first file has 16000)", Map.of());
        refusedSound(
                ErrorCode.DATASET_RATE_MISMATCH,
                "'a.wav' of 'samples' has 16000 hertz, and the input takes 8000",
                Map.of("sampleRate", 8000));
        refusedSound(
                ErrorCode.DATASET_SHAPE_MISMATCH,
                "has 40 points of time, and the input takes 50",
                Map.of("sampleRate", 16000, "length", 50));
        media.sound("a.wav", 16000, 2, 40);
        refusedSound(ErrorCode.DATASET_SHAPE_MISMATCH, "gives 2 channels", Map.of("sampleRate", 16000));
        byte[] whole = Files.readAllBytes(folder.resolve("a.wav"));
        Files.write(folder.resolve("a.wav"), Arrays.copyOf(whole, whole.length - 8));
        refusedSound(
                ErrorCode.DATASET_UNREADABLE,
                "'a.wav' of 'samples' cannot be decoded as WAV (it ends after 38 of 40 points of time)",
                Map.of("sampleRate", 16000, "channels", "mix"));
    }

    /** As one that this user may not read. */
    @Test
    void soundsThatCannotBeOpenedAreNotDamaged() throws IOException {
        media.sound("a.wav", 16000, 1, 40);
        var model = new ModelInputs(List.of(new InputSpec("x", ElementType.FLOAT, List.of(-1L, 40L))), Map.of());
        DataSettings settings = DataSettings.fromMap(Map.of("audio", Map.of("sampleRate", 16000)));
        try (SampleSet dataset = SampleSet.open(folder, settings, model)) {
            Files.delete(folder.resolve("a.wav"));
            assertThatExceptionOfType(NarrowgaugeException.class)
                    .isThrownBy(dataset::describe)
                    .withMessageContaining("'a.wav' of 'samples' cannot be read; check its owner and mode")
                    .returns(ErrorCode.FILE_NOT_FOUND, NarrowgaugeException::code);
        }
    }

    private void refused(ErrorCode code, String message, Map<String, ?> settings) {
        var model = new ModelInputs(List.of(input(ElementType.FLOAT, -1)), Map.of());
        refused(code, message, settings, model);
    }

    private void refusedSound(ErrorCode code, String message, Map<String, ?> audio) {
        var model = new ModelInputs(List.of(new InputSpec("x", ElementType.FLOAT, List.of(-1L, -1L))), Map.of());
        refused(code, message, Map.of("audio", audio), model);
    }

    private void refused(ErrorCode code, String message, Map<String, ?> settings, ModelInputs model) {
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> {
                    try (SampleSet dataset = SampleSet.open(folder, DataSettings.fromMap(settings), model)) {
                        dataset.describe();
                    }
                })
                .withMessageContaining(message)
                .returns(code, NarrowgaugeException::code);
    }

    private void refusedTable(ErrorCode code, String message, String table) throws IOException {
        Files.writeString(folder.resolve("labels.csv"), table);
        refused(code, message, PLAIN);
    }
}
