package dev.narrowgauge.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.api.Http.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** What came over a connection, read as RFC 9112 says: in chunks where it is, and compressed where it is. */
final class WireAnswer {
    private static final String LINE_END = "\r\n";
    private static final int HEX = 16;

    private WireAnswer() {}

    /** @param text a character for each byte */
    static Answer parsed(String text) {
        int end = text.indexOf(LINE_END + LINE_END);
        assertThat(end).as("no answer: '%s'", text).isPositive();
        List<String> head = text.substring(0, end).lines().toList();
        Map<String, List<String>> headers = head.stream()
                .skip(1)
                .map(line -> line.split(": ", 2))
                .collect(toMap(parts -> parts[0].toLowerCase(Locale.ROOT), parts -> List.of(parts[1]), (a, _) -> a));
        String body = text.substring(end + 2 * LINE_END.length());
        if (headers.containsKey("transfer-encoding")) {
            body = joined(body);
        }
        byte[] bytes = body.getBytes(ISO_8859_1);
        return new Answer(
                Integer.parseInt(head.getFirst().split(" ")[1]),
                headers.containsKey("content-encoding") ? inflated(bytes) : bytes,
                HttpHeaders.of(headers, (_, _) -> true));
    }

    private static String joined(String chunks) {
        StringBuilder whole = new StringBuilder();
        int at = 0;
        while (true) {
            int line = chunks.indexOf(LINE_END, at);
            int length = Integer.parseInt(chunks.substring(at, line), HEX);
            if (length == 0) {
                return whole.toString();
            }
            at = line + LINE_END.length();
            whole.append(chunks, at, at + length);
            at += length + LINE_END.length();
        }
    }

    private static byte[] inflated(byte[] bytes) {
        try (GZIPInputStream stream = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return stream.readAllBytes();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
