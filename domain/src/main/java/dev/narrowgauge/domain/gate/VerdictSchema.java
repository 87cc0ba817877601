package dev.narrowgauge.domain.gate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The JSON schema of verdict documents as the service writes them, for whoever reads them by program. It is made from the records
 * by way of the API's description. A member that may be null may be absent, as from what an older release has written; others
 * than those that it names may be there, as from a newer one.
 */
public final class VerdictSchema {
    private VerdictSchema() {}

    public static String json() {
        try (InputStream schema = VerdictSchema.class.getResourceAsStream("verdict.schema.json")) {
            return new String(schema.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the schema of verdict documents is not in this program", e);
        }
    }
}
