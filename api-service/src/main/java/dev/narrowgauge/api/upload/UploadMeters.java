package dev.narrowgauge.api.upload;

import dev.narrowgauge.api.upload.Uploads.Uploaded;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.metrics.Labels;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.Function;

/** How uploads end, how long they take, and how many bytes come. */
@Singleton
public final class UploadMeters {
    private static final int FIRST_OF_OURS = 500;
    private static final String CONTENT = "content";

    private final MeterRegistry registry;

    /** What is uploaded. */
    public enum Content {
        MODEL,
        DATASET
    }

    private enum Outcome {
        CREATED,
        /** It was there before. */
        KNOWN,
        /** For what it is, or how it was sent. */
        REFUSED,
        /** For no fault of whoever sent it. */
        FAILED
    }

    public UploadMeters(MeterRegistry registry) {
        this.registry = registry;
        // From the start, so that the first of its kind is seen as a change.
        for (Content content : Content.values()) {
            received(content);
            for (Outcome outcome : Outcome.values()) {
                time(content, outcome);
            }
        }
    }

    /** @param upload is given what is sent */
    public <T> Uploaded<T> count(Content content, InputStream sent, Function<InputStream, Uploaded<T>> upload) {
        long begun = System.nanoTime();
        CountedInput counted = new CountedInput(sent);
        Outcome outcome = Outcome.FAILED;
        try {
            Uploaded<T> uploaded = upload.apply(counted);
            outcome = uploaded.created() ? Outcome.CREATED : Outcome.KNOWN;
            return uploaded;
        } catch (NarrowgaugeException e) {
            outcome = e.code().httpStatus() < FIRST_OF_OURS ? Outcome.REFUSED : Outcome.FAILED;
            throw e;
        } finally {
            received(content).increment(counted.bytes());
            time(content, outcome).record(Duration.ofNanos(System.nanoTime() - begun));
        }
    }

    private Counter received(Content content) {
        return Counter.builder("narrowgauge.uploaded")
                .description("Bytes of uploads that came, also of those that were refused")
                .baseUnit("bytes")
                .tag(CONTENT, Labels.of(content))
                .register(registry);
    }

    private Timer time(Content content, Outcome outcome) {
        return Timer.builder("narrowgauge.upload")
                .description("From the first byte of an upload to the end of its inspection, by how it ended")
                .tag(CONTENT, Labels.of(content))
                .tag(Labels.OUTCOME, Labels.of(outcome))
                .register(registry);
    }
}
