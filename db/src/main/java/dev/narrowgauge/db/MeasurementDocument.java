package dev.narrowgauge.db;

import dev.narrowgauge.domain.variant.Measurement;
import java.io.UncheckedIOException;

/** Measurements as JSON on their way to where they are stored, between programs of neighbouring versions. */
public final class MeasurementDocument {
    private MeasurementDocument() {}

    /** As of {@link Measurement#VERSION}. */
    public static String write(Measurement measurement) {
        return Json.write(measurement);
    }

    /**
     * Counted as this version does. Fails with {@code DOCUMENT_TOO_NEW} where only a newer program can read it, and with an
     * IllegalArgumentException where it is no measurement.
     */
    public static Measurement read(int version, String json) {
        Documents.requireKnown("measurement", version, Measurement.VERSION);
        Measurement sent = parsed(json);
        if (version == Measurement.VERSION) {
            return sent;
        }
        return new Measurement(
                sent.id(),
                sent.runId(),
                sent.jobId(),
                sent.variantId(),
                sent.device(),
                sent.accuracy(),
                sent.latency().recounted(),
                sent.createdAt(),
                sent.insight(),
                sent.scenarios(),
                sent.determinism(),
                sent.weights());
    }

    private static Measurement parsed(String json) {
        try {
            Measurement sent = Json.read(json, Measurement.class);
            if (sent != null) {
                return sent;
            }
        } catch (UncheckedIOException e) {
            throw new IllegalArgumentException("the measurement is not JSON of one", e);
        }
        throw new IllegalArgumentException("the measurement is null");
    }
}
