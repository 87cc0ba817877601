package dev.narrowgauge.checks.service;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Locale;

/**
 * A connection of HTTP/1.1 that is kept alive, for one request at a time. It does as little as it can, because it shares its
 * processors with the service that is measured.
 */
public final class HttpConnection implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final Duration SILENCE = Duration.ofMinutes(1);
    private static final int BUFFER_BYTES = 16 << 10;
    private static final int STATUS_START = 9;
    private static final int STATUS_END = 12;
    private static final int HEXADECIMAL = 16;

    private final Socket socket;
    private final InputStream input;
    private final String common;

    /** @param location empty where the answer has none */
    public record Answer(int status, String location, byte[] body) {
        public String text() {
            return new String(body, UTF_8);
        }
    }

    private HttpConnection(Socket socket, String common) throws IOException {
        this.socket = socket;
        this.common = common;
        this.input = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
    }

    /**
     * To this machine.
     *
     * @param common headers of all requests, each with its line end
     */
    public static HttpConnection open(int port, String common) throws IOException {
        Socket socket = new Socket(HOST, port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) SILENCE.toMillis());
        return new HttpConnection(socket, common);
    }

    public Answer get(String path) throws IOException {
        return send("GET", path, "", new byte[0]);
    }

    /** @param headers each with its line end */
    public Answer post(String path, String headers, byte[] body) throws IOException {
        return send("POST", path, headers + "Content-Length: " + body.length + "\r\n", body);
    }

    private Answer send(String method, String path, String headers, byte[] body) throws IOException {
        String head = method + ' ' + path + " HTTP/1.1\r\nHost: " + HOST + "\r\n" + common + headers + "\r\n";
        ByteArrayOutputStream request = new ByteArrayOutputStream(head.length() + body.length);
        request.writeBytes(head.getBytes(ISO_8859_1));
        request.writeBytes(body);
        // At once: a head alone would be a packet of its own.
        request.writeTo(socket.getOutputStream());
        return answer();
    }

    private Answer answer() throws IOException {
        int status = status(line());
        String location = "";
        int length = -1;
        boolean chunked = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            int colon = header.indexOf(':');
            String value = header.substring(colon + 1).strip();
            switch (header.substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT)) {
                case "content-length" -> length = Integer.parseInt(value);
                case "transfer-encoding" -> chunked = value.equalsIgnoreCase("chunked");
                case "location" -> location = value;
                default -> {}
            }
        }
        if (!chunked && length < 0) {
            throw new IOException("the answer %d has no Content-Length".formatted(status));
        }
        return new Answer(status, location, chunked ? chunks() : exactly(length));
    }

    /** Long answers come in pieces, as they are written before their length is known. */
    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int length = chunkLength(); length > 0; length = chunkLength()) {
            body.writeBytes(exactly(length));
            line();
        }
        line();
        return body.toByteArray();
    }

    private int chunkLength() throws IOException {
        String line = line();
        try {
            return Integer.parseInt(line.strip(), HEXADECIMAL);
        } catch (NumberFormatException e) {
            throw new IOException("this is no length of a chunk: " + line, e);
        }
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = input.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the service closed the connection in the middle of an answer");
        }
        return bytes;
    }

    /** Of {@code HTTP/1.1 201 Created}. */
    private static int status(String line) throws IOException {
        if (!line.startsWith("HTTP/1.") || line.length() < STATUS_END) {
            throw new IOException("this is no answer of HTTP/1.1: " + line);
        }
        return Integer.parseInt(line, STATUS_START, STATUS_END, 10);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = input.read(); next != '\n'; next = input.read()) {
            if (next < 0) {
                throw new EOFException("the service closed the connection");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
