package dev.narrowgauge.api;

import dev.narrowgauge.domain.access.KeyText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** A server-sent event as a client reads it. */
record SseEvent(String id, String type, String data) {
    private static final int LIMIT_MILLIS = 300_000;

    /** All events until the server ends the stream. */
    static List<SseEvent> follow(KeyText key, URI address, long lastSeen) {
        List<SseEvent> events = new ArrayList<>();
        try (Stream stream = open(key, address, lastSeen)) {
            for (SseEvent event = stream.next(); event != null; event = stream.next()) {
                events.add(event);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return events;
    }

    static Stream open(KeyText key, URI address, long lastSeen) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setReadTimeout(LIMIT_MILLIS);
        connection.setRequestProperty("Accept", "text/event-stream");
        connection.setRequestProperty("Authorization", "Bearer " + key.text());
        if (lastSeen > 0) {
            connection.setRequestProperty("Last-Event-ID", Long.toString(lastSeen));
        }
        return new Stream(connection);
    }

    static List<String> numbers(long first, long last) {
        return LongStream.rangeClosed(first, last).mapToObj(Long::toString).toList();
    }

    static final class Stream implements AutoCloseable {
        private final HttpURLConnection connection;
        private final BufferedReader reader;

        Stream(HttpURLConnection connection) throws IOException {
            this.connection = connection;
            this.reader =
                    new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
        }

        /** The next event of the run; null at the end of the stream. */
        SseEvent next() throws IOException {
            SseEvent event = any();
            while (event != null && event.id() == null) {
                event = any();
            }
            return event;
        }

        /** The next that is no event of the run and says where it stands; null at the end of the stream. */
        SseEvent notice() throws IOException {
            SseEvent event = any();
            while (event != null && event.id() != null) {
                event = any();
            }
            return event;
        }

        private SseEvent any() throws IOException {
            String id = null;
            String type = null;
            StringBuilder data = new StringBuilder();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.startsWith("id:")) {
                    id = line.substring(3).strip();
                } else if (line.startsWith("event:")) {
                    type = line.substring(6).strip();
                } else if (line.startsWith("data:")) {
                    data.append(line.substring(5).strip());
                } else if (line.isEmpty() && type != null) {
                    return new SseEvent(id, type, data.toString());
                }
            }
            return null;
        }

        @Override
        public void close() {
            connection.disconnect();
        }
    }
}
