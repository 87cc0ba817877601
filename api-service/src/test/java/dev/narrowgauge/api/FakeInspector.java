package dev.narrowgauge.api;

import dev.narrowgauge.api.upload.Inspector;
import dev.narrowgauge.domain.dataset.DatasetDescription;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.model.ModelDescription;
import dev.narrowgauge.domain.model.TensorInfo;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Properties;

/** Takes a properties file for a model or a dataset, so that tests say what an upload is instead of making one. */
@Singleton
final class FakeInspector implements Inspector {
    static final String MODEL = """
            kind=model
            name=input
            type=float
            dims=-1,1,8,8
            output=-1,10
            """;

    /** @param digests of the samples, comma-separated */
    static String dataset(String digests, String more) {
        return """
                kind=dataset
                name=input
                type=float
                dims=100,1,8,8
                labels=0,9
                digests=%s
                %s
                """.formatted(digests, more);
    }

    @Override
    public ModelDescription inspectModel(Path file) {
        Properties model = read(file, "model", ErrorCode.MODEL_NOT_ONNX);
        TensorInfo output = new TensorInfo("output", "float", longs(model, "output"));
        return new ModelDescription(
                8, 17, "fake", List.of(tensor(model)), List.of(output), 1000, 3, Map.of("Conv", 2, "Relu", 1), false);
    }

    @Override
    public InspectedDataset inspectDataset(Path file) {
        Properties dataset = read(file, "dataset", ErrorCode.DATASET_UNREADABLE);
        List<Long> labels = longs(dataset, "labels");
        boolean labelled = !labels.isEmpty();
        return new InspectedDataset(
                new DatasetDescription(
                        List.of(tensor(dataset)),
                        100,
                        labelled,
                        labelled ? OptionalLong.of(labels.getFirst()) : OptionalLong.empty(),
                        labelled ? OptionalLong.of(labels.getLast()) : OptionalLong.empty()),
                longs(dataset, "digests").stream().mapToLong(Long::longValue).toArray());
    }

    private static TensorInfo tensor(Properties file) {
        return new TensorInfo(file.getProperty("name"), file.getProperty("type"), longs(file, "dims"));
    }

    private static List<Long> longs(Properties file, String key) {
        String value = file.getProperty(key);
        return value.isEmpty()
                ? List.of()
                : Arrays.stream(value.split(",")).map(Long::valueOf).toList();
    }

    private static Properties read(Path file, String kind, ErrorCode otherwise) {
        Properties properties = new Properties();
        try (InputStream content = Files.newInputStream(file)) {
            properties.load(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!kind.equals(properties.getProperty("kind"))) {
            throw new NarrowgaugeException(otherwise, "The file is no " + kind + ".");
        }
        return properties;
    }
}
