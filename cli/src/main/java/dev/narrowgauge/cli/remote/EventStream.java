package dev.narrowgauge.cli.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Server-sent events, as the HTML standard frames them: fields on lines, an empty line ends an event. */
public final class EventStream implements AutoCloseable {
    /** A service that has no news says so every few seconds; one that is silent for so long is not there any more. */
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(1);

    private final InputStream body;
    private final BufferedReader lines;
    private final Duration longestSilence;
    private final ExecutorService reader = Executors.newVirtualThreadPerTaskExecutor();

    EventStream(InputStream body) {
        this(body, LONGEST_SILENCE);
    }

    EventStream(InputStream body, Duration longestSilence) {
        this.body = body;
        this.lines = new BufferedReader(new InputStreamReader(body, UTF_8));
        this.longestSilence = longestSilence;
    }

    /**
     * Waits for the next event; empty when the service has ended the stream.
     *
     * @throws IOException where the connection breaks, or nothing comes for a minute, not even a sign of life
     */
    public Optional<RunEvent> next() throws IOException {
        long sequence = 0;
        String type = "message";
        StringBuilder data = new StringBuilder();
        for (String line = line(); line != null; line = line()) {
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

    private String line() throws IOException {
        Future<String> line = reader.submit(lines::readLine);
        try {
            return line.get(longestSilence.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException silence) {
            throw new IOException("nothing came for %d s".formatted(longestSilence.toSeconds()), silence);
        } catch (ExecutionException failure) {
            throw new IOException(failure.getCause());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    /** Closes what the lines come from: the lines themselves are locked by whoever waits for one. */
    @Override
    public void close() throws IOException {
        reader.shutdownNow();
        body.close();
    }
}
