package dev.narrowgauge.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.narrowgauge.api.upload.EngineInspector;
import dev.narrowgauge.api.upload.InspectionLanes;
import dev.narrowgauge.api.upload.Inspector;
import dev.narrowgauge.domain.dataset.DatasetDescription;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.model.ModelDescription;
import dev.narrowgauge.domain.model.TensorDescription;
import dev.narrowgauge.engine.client.Engine;
import dev.narrowgauge.engine.client.EngineHome;
import dev.narrowgauge.engine.client.EngineLimits;
import dev.narrowgauge.engine.client.EngineProgram;
import dev.narrowgauge.engine.client.MachineLock;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;

/**
 * Takes a properties file for a model or a dataset, so that tests say what an upload is instead of making one, and at once.
 * Everything else goes to a real engine child, as in production.
 */
@Singleton
final class TestingInspector implements Inspector {
    static final String MODEL = """
            kind=model
            name=input
            type=float
            dims=-1,1,8,8
            output=-1,10
            """;

    static final String CRASH = "engine=crash";
    static final String HANG = "engine=hang";
    static final String EXHAUST = "engine=exhaust";

    private static final byte[] MARK = "kind=".getBytes(UTF_8);
    private static final byte[] HOSTILE = "engine=".getBytes(UTF_8);
    private static final EngineLimits TIGHT = new EngineLimits(192L << 20, Duration.ofMinutes(5), 1);

    private final Optional<Inspector> engine = engineHome()
            .map(home -> new EngineInspector(
                    new Engine(
                            home.program(), Path.of(System.getProperty("java.io.tmpdir")), MachineLock.ofThisMachine()),
                    new InspectionLanes(EngineLimits.ofThisMachine().withDeadline(Duration.ofMinutes(5)), 2)));

    private final Inspector patient = hostile(TIGHT);
    private final Inspector impatient = hostile(TIGHT.withDeadline(Duration.ofSeconds(2)));

    /** In front of a child that does what the upload says. */
    private static Inspector hostile(EngineLimits limits) {
        EngineProgram program = new EngineProgram(
                System.getProperty("java.class.path"), HostileUploadEngine.class.getName(), Optional.empty());
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        return new EngineInspector(
                new Engine(program, temporary, MachineLock.ofThisMachine()), new InspectionLanes(limits, 1));
    }

    /** The engine of this build; empty before it has been packaged. */
    static Optional<EngineHome> engineHome() {
        Path home = Path.of(System.getProperty("narrowgauge.root", "..")).resolve("engine/runtime/target/engine");
        return Files.isDirectory(home.resolve("lib")) ? Optional.of(new EngineHome(home)) : Optional.empty();
    }

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
        Optional<Inspector> child = child(file);
        if (child.isPresent()) {
            return child.get().inspectModel(file);
        }
        Properties model = read(file, "model", ErrorCode.MODEL_NOT_ONNX);
        TensorDescription output = new TensorDescription("output", "float", longs(model, "output"));
        return new ModelDescription(
                8, 17, "fake", List.of(tensor(model)), List.of(output), 1000, 3, Map.of("Conv", 2, "Relu", 1), false);
    }

    @Override
    public InspectedDataset inspectDataset(Path file) {
        Optional<Inspector> child = child(file);
        if (child.isPresent()) {
            return child.get().inspectDataset(file);
        }
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

    private Optional<Inspector> child(Path file) {
        if (begins(file, HOSTILE)) {
            return Optional.of(begins(file, HANG.getBytes(UTF_8)) ? impatient : patient);
        }
        return begins(file, MARK) ? Optional.empty() : engine;
    }

    private static boolean begins(Path file, byte[] mark) {
        try (InputStream content = Files.newInputStream(file)) {
            return Arrays.equals(content.readNBytes(mark.length), mark);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TensorDescription tensor(Properties file) {
        return new TensorDescription(file.getProperty("name"), file.getProperty("type"), longs(file, "dims"));
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
