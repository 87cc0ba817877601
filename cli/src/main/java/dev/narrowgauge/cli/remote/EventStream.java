package dev.narrowgauge.cli.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.Optional;

/** Server-sent events, as the HTML standard frames them: fields on lines, an empty line ends an event. */
public final class EventStream implements AutoCloseable {
    private final BufferedReader lines;

    EventStream(InputStream body) {
        this.lines = new BufferedReader(new InputStreamReader(body, UTF_8));
    }

    /** Waits for the next event; empty when the service has ended the stream. */
    public Optional<RunEvent> next() throws IOException {
        long sequence = 0;
        String type = "message";
        StringBuilder data = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty() && !data.isEmpty()) {
                return Optional.of(
                        new RunEvent(sequence, type, Json.read(data.toString().getBytes(UTF_8))));
            }
            int colon = line.indexOf(':');
            String field = colon < 0 ? line : line.substring(0, colon);
            String value = colon < 0 ? "" : line.substring(colon + 1);
            String content = value.startsWith(" ") ? value.substring(1) : value;
            switch (field) {
                case "id" -> sequence = Long.parseLong(content);
                case "event" -> type = content;
                case "data" -> data.append(data.isEmpty() ? "" : "\n").append(content);
                default -> {
                    // A comment keeps the connection alive; other fields say nothing about a run.
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
