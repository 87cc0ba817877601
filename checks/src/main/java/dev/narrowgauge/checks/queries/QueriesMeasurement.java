package dev.narrowgauge.checks.queries;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.narrowgauge.checks.frame.CheckOptions;
import dev.narrowgauge.checks.service.DataFolder;
import dev.narrowgauge.checks.service.DatabaseSettings;
import dev.narrowgauge.checks.service.HttpConnection;
import dev.narrowgauge.checks.service.RunningService;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.history.TrackedMetric;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;

/** Fills the histories of a service, starts it again, and asks it. */
final class QueriesMeasurement {
    private static final int ASKED = 200;
    private static final int OK = 200;
    private static final double SECOND = 1e9;
    private static final double MILLISECOND = 1e6;

    /** Of a series, where no other number is asked for. */
    private static final int USUAL_POINTS = 500;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Size size;

    /** The same questions each time. */
    private final Random random = new Random(14);

    /**
     * @param path another one each time
     * @param entries JSON pointer to the list in the answer
     * @param expected entries of each answer at least
     */
    private record Question(String name, Supplier<String> path, String entries, int expected) {}

    private QueriesMeasurement(Size size) {
        this.size = size;
    }

    static QueriesFigures measure(CheckOptions options, Size size) {
        try (DataFolder data =
                DataFolder.empty(options.work().resolve("queries").resolve("data"))) {
            return new QueriesMeasurement(size).measure(options, data);
        } catch (IOException | SQLException e) {
            throw new NarrowgaugeException(ErrorCode.INTERNAL_ERROR, "The queries cannot be measured: " + e, e);
        }
    }

    private QueriesFigures measure(CheckOptions options, DataFolder data) throws IOException, SQLException {
        HistoryFill.Written written;
        double fillSeconds;
        try (RunningService _ = RunningService.start(options.checkout(), data.path());
                Connection database = DatabaseSettings.connect(data.path())) {
            long begun = System.nanoTime();
            written = HistoryFill.write(database, size);
            fillSeconds = (System.nanoTime() - begun) / SECOND;
        }
        long restarted = System.nanoTime();
        try (RunningService service = RunningService.start(options.checkout(), data.path());
                HttpConnection connection = service.connect()) {
            double restartSeconds = (System.nanoTime() - restarted) / SECOND;
            List<QueryFigures> queries = new ArrayList<>();
            for (Question question : questions()) {
                queries.add(asked(connection, question));
            }
            return new QueriesFigures(
                    written.measurements(),
                    size.subjects(),
                    written.series(),
                    written.points(),
                    written.megabytes(),
                    fillSeconds,
                    restartSeconds,
                    queries,
                    DatabaseSettings.of(data.path()));
        }
    }

    private List<Question> questions() {
        return List.of(
                new Question("newest matrix", this::matrix, "/items", size.families() * Size.RECIPES),
                new Question("one series' history", this::history, "/points", Math.min(size.nights(), USUAL_POINTS)),
                new Question("Pareto set", this::pareto, "/items", Size.RECIPES),
                new Question("compare", this::compare, "/values", HistoryFill.METRICS.size()));
    }

    private static QueryFigures asked(HttpConnection connection, Question question) throws IOException {
        double[] millis = new double[ASKED];
        int failed = 0;
        long bytes = 0;
        int fewest = Integer.MAX_VALUE;
        for (int i = 0; i < ASKED; i++) {
            String path = question.path().get();
            long begun = System.nanoTime();
            HttpConnection.Answer answer = connection.get(path);
            millis[i] = (System.nanoTime() - begun) / MILLISECOND;
            failed += answer.status() == OK ? 0 : 1;
            bytes = Math.max(bytes, answer.body().length);
            fewest = Math.min(
                    fewest, JSON.readTree(answer.body()).at(question.entries()).size());
        }
        return QueryFigures.of(question.name(), millis, failed, bytes, fewest, question.expected());
    }

    /** Of all, and each second time of a device class. */
    private String matrix() {
        return random.nextBoolean() ? "/v1/matrix" : "/v1/matrix?deviceClass=" + deviceClass();
    }

    private String history() {
        TrackedMetric metric = HistoryFill.METRICS.get(random.nextInt(HistoryFill.METRICS.size()));
        return "/v1/series/" + id("series %d %s".formatted(subject(), metric.name()));
    }

    private String pareto() {
        return "/v1/pareto?family=family-%d&deviceClass=%s"
                .formatted(1 + random.nextInt(size.families()), deviceClass());
    }

    private String compare() {
        int subject = subject();
        return "/v1/compare?a=%s&b=%s".formatted(measurement(subject), measurement(subject));
    }

    private int subject() {
        return 1 + random.nextInt(size.subjects());
    }

    private String deviceClass() {
        return "class-" + (1 + random.nextInt(Size.CLASSES));
    }

    private UUID measurement(int subject) {
        return id("measurement %d %d".formatted(subject, 1 + random.nextInt(size.nights())));
    }

    /** As {@link HistoryFill} makes it. */
    static UUID id(String place) {
        try {
            ByteBuffer hash =
                    ByteBuffer.wrap(MessageDigest.getInstance("MD5").digest(place.getBytes(StandardCharsets.UTF_8)));
            return new UUID(hash.getLong(), hash.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
