package dev.narrowgauge.endtoend;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
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
import java.util.stream.Stream;

/** Receives spans by OTLP over HTTP, as any tracing system does. */
final class TraceReceiver implements AutoCloseable {
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
        ExportTraceServiceRequest.parseFrom(exchange.getRequestBody()).getResourceSpansList().stream()
                .flatMap(TraceReceiver::spans)
                .forEach(spans::add);
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    private static Stream<Span> spans(ResourceSpans program) {
        String service = service(program.getResource());
        return program.getScopeSpansList().stream()
                .flatMap(scope -> scope.getSpansList().stream())
                .map(span ->
                        new Span(HexFormat.of().formatHex(span.getTraceId().toByteArray()), service, span.getName()));
    }

    private static String service(Resource program) {
        return program.getAttributesList().stream()
                .filter(attribute -> attribute.getKey().equals("service.name"))
                .map(KeyValue::getValue)
                .map(AnyValue::getStringValue)
                .findFirst()
                .orElse("");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
