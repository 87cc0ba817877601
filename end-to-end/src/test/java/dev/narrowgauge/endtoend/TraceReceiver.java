package dev.narrowgauge.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/**
 * Receives spans by OTLP over HTTP, as any tracing system does. Reads by number the few fields that tests look at of <a
 * href="https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/trace/v1/trace.proto">its
 * messages</a>.
 */
final class TraceReceiver implements AutoCloseable {
    private static final int RESOURCE_SPANS = 1;
    private static final int RESOURCE = 1;
    private static final int ATTRIBUTES = 1;
    private static final int KEY = 1;
    private static final int VALUE = 2;
    private static final int TEXT = 1;
    private static final int SCOPE_SPANS = 2;
    private static final int SPANS = 2;
    private static final int TRACE_ID = 1;
    private static final int NAME = 5;

    private final HttpServer server;
    private final List<Span> spans = new CopyOnWriteArrayList<>();

    /** @param service of which program it is */
    record Span(String traceId, String service, String name) {}

    private TraceReceiver(HttpServer server) {
        this.server = server;
    }

    static TraceReceiver start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        TraceReceiver receiver = new TraceReceiver(server);
        server.createContext("/v1/traces", receiver::take);
        server.start();
        return receiver;
    }

    /** The settings of a program, and those by which it sends its spans here, at once. */
    Map<String, String> told(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put(
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                "http://127.0.0.1:" + server.getAddress().getPort());
        all.put("OTEL_BSP_SCHEDULE_DELAY", "200");
        return all;
    }

    /** Of the first span with that name. */
    Optional<String> traceOf(String name) {
        return spans.stream()
                .filter(span -> span.name().equals(name))
                .map(Span::traceId)
                .findFirst();
    }

    Set<String> namesIn(String traceId) {
        return spans.stream()
                .filter(span -> span.traceId().equals(traceId))
                .map(Span::name)
                .collect(Collectors.toSet());
    }

    Set<String> servicesIn(String traceId) {
        return spans.stream()
                .filter(span -> span.traceId().equals(traceId))
                .map(Span::service)
                .collect(Collectors.toSet());
    }

    private void take(HttpExchange exchange) throws IOException {
        for (ByteString resource : parts(exchange.getRequestBody().readAllBytes(), RESOURCE_SPANS)) {
            String service = service(part(resource, RESOURCE));
            for (ByteString scope : parts(resource, SCOPE_SPANS)) {
                for (ByteString span : parts(scope, SPANS)) {
                    spans.add(new Span(
                            HexFormat.of().formatHex(part(span, TRACE_ID).toByteArray()),
                            service,
                            part(span, NAME).toString(UTF_8)));
                }
            }
        }
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    private static String service(ByteString resource) throws InvalidProtocolBufferException {
        for (ByteString attribute : parts(resource, ATTRIBUTES)) {
            if (part(attribute, KEY).toString(UTF_8).equals("service.name")) {
                return part(part(attribute, VALUE), TEXT).toString(UTF_8);
            }
        }
        return "";
    }

    private static ByteString part(ByteString message, int field) throws InvalidProtocolBufferException {
        return parts(message, field).getFirst();
    }

    private static List<ByteString> parts(ByteString message, int field) throws InvalidProtocolBufferException {
        return UnknownFieldSet.parseFrom(message).getField(field).getLengthDelimitedList();
    }

    private static List<ByteString> parts(byte[] message, int field) throws InvalidProtocolBufferException {
        return parts(ByteString.copyFrom(message), field);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
