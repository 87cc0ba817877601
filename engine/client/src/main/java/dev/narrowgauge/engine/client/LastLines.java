package dev.narrowgauge.engine.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The end of a stream of text in bounded memory: the last lines, each cut at a maximum length. */
final class LastLines {
    static final int CAPACITY = 200;
    private static final int MAX_LINE_BYTES = 1000;

    private final Deque<String> lines = new ArrayDeque<>(CAPACITY);
    private final ByteArrayOutputStream current = new ByteArrayOutputStream();

    synchronized void add(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            if (bytes[i] == '\n') {
                endLine();
            } else if (current.size() < MAX_LINE_BYTES) {
                current.write(bytes[i]);
            }
        }
    }

    synchronized List<String> lines() {
        if (current.size() > 0) {
            endLine();
        }
        return List.copyOf(lines);
    }

    private void endLine() {
        if (lines.size() == CAPACITY) {
            lines.removeFirst();
        }
        lines.addLast(current.toString(UTF_8).stripTrailing());
        current.reset();
    }
}
