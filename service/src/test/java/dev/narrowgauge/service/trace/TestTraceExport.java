package dev.narrowgauge.service.trace;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a receiver of OTLP in this process. */
class TestTraceExport {
    private final List<String> received = new CopyOnWriteArrayList<>();
    private HttpServer receiver;

    @BeforeEach
    void start() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/v1/traces", exchange -> {
            received.add(new String(exchange.getRequestBody().readAllBytes(), ISO_8859_1));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        receiver.start();
    }

    @AfterEach
    void stop() {
        receiver.stop(0);
    }

    @Test
    void spansGoWhereTheStandardVariablesSay() {
        OpenTelemetry telemetry = TraceExport.of(
                TraceExport.settings(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint()), new Properties()),
                "narrowgauge-tests");
        Span span =
                telemetry.getTracer("tests").spanBuilder("a span of the tests").startSpan();
        span.end();
        ((OpenTelemetrySdk) telemetry).close();

        assertThat(received).singleElement().asString().contains("a span of the tests", "narrowgauge-tests");
    }

    @Test
    void nothingIsTracedUnlessItIsAskedFor() {
        for (Map<String, String> environment : List.<Map<String, String>>of(
                Map.of(),
                Map.of("OTEL_SERVICE_NAME", "narrowgauge"),
                Map.of("OTEL_TRACES_EXPORTER", "none", "OTEL_EXPORTER_OTLP_ENDPOINT", endpoint()),
                Map.of("OTEL_SDK_DISABLED", "true", "OTEL_EXPORTER_OTLP_ENDPOINT", endpoint()))) {
            OpenTelemetry telemetry = TraceExport.of(TraceExport.settings(environment, new Properties()), "tests");
            Span span = telemetry.getTracer("tests").spanBuilder("a span").startSpan();
            assertThat(span.getSpanContext().isValid())
                    .as(environment.toString())
                    .isFalse();
        }
        assertThat(received).isEmpty();
    }

    @Test
    void systemPropertyComesBeforeAVariable() {
        Properties properties = new Properties();
        properties.setProperty("otel.traces.exporter", "none");
        properties.setProperty("other", "kept out");
        assertThat(TraceExport.settings(Map.of("OTEL_TRACES_EXPORTER", "otlp", "PATH", "/bin"), properties))
                .isEqualTo(Map.of("otel.traces.exporter", "none"));
    }

    @Test
    void wrongSettingsAreTheirAuthors() {
        Map<String, String> settings =
                Map.of("otel.exporter.otlp.endpoint", endpoint(), "otel.exporter.otlp.protocol", "pigeons");
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> TraceExport.of(settings, "tests"))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.REQUEST_INVALID))
                .withMessageContaining("OTEL_")
                .withMessageContaining("pigeons");
    }

    @Test
    void protocolThatIsNotSpokenIsRefused() {
        Map<String, String> settings =
                Map.of("otel.exporter.otlp.endpoint", endpoint(), "otel.exporter.otlp.traces.protocol", "grpc");
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> TraceExport.of(settings, "tests"))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.REQUEST_INVALID))
                .withMessageContaining("4318");
    }

    private String endpoint() {
        return "http://127.0.0.1:" + receiver.getAddress().getPort();
    }
}
