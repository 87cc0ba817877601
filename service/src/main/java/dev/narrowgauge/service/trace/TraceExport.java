package dev.narrowgauge.service.trace;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/** Traces as the standard variables of OpenTelemetry ask for them; none where they do not. */
final class TraceExport {
    private static final String EXPORTER = "otel.traces.exporter";
    private static final String NONE = "none";
    private static final String PROTOCOL = "otel.exporter.otlp.protocol";
    private static final String TRACES_PROTOCOL = "otel.exporter.otlp.traces.protocol";
    private static final List<String> ENDPOINTS =
            List.of("otel.exporter.otlp.endpoint", "otel.exporter.otlp.traces.endpoint");

    private TraceExport() {}

    /** What a process was told: {@code OTEL_TRACES_EXPORTER} as {@code otel.traces.exporter}, a system property before a variable. */
    static Map<String, String> settings(Map<String, String> environment, Properties properties) {
        Map<String, String> settings = new HashMap<>();
        environment.forEach((name, value) -> {
            if (name.startsWith("OTEL_")) {
                settings.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value);
            }
        });
        properties.stringPropertyNames().stream()
                .filter(name -> name.startsWith("otel."))
                .forEach(name -> settings.put(name, properties.getProperty(name)));
        return settings;
    }

    /**
     * @param program what the process is called where the settings do not say it
     * @return to be closed where it is closeable, so that what it has not sent yet is sent
     * @throws NarrowgaugeException REQUEST_INVALID where the settings ask for what there is not
     */
    static OpenTelemetry of(Map<String, String> settings, String program) {
        if (!isWanted(settings)) {
            return OpenTelemetry.noop();
        }
        requireHttp(settings);
        Map<String, String> all = new HashMap<>(
                Map.of("otel.metrics.exporter", NONE, "otel.logs.exporter", NONE, PROTOCOL, "http/protobuf"));
        if (!settings.getOrDefault("otel.resource.attributes", "").contains("service.name=")) {
            all.put("otel.service.name", program);
        }
        all.putAll(settings);
        try {
            return AutoConfiguredOpenTelemetrySdk.builder()
                    .addPropertiesSupplier(() -> all)
                    .disableShutdownHook()
                    .build()
                    .getOpenTelemetrySdk();
        } catch (ConfigurationException e) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "The variables that begin with OTEL_ cannot be followed (%s): see the list of what OpenTelemetry's SDK for Java understands."
                            .formatted(e.getMessage()),
                    e);
        }
    }

    private static void requireHttp(Map<String, String> settings) {
        if (settings.getOrDefault(TRACES_PROTOCOL, settings.getOrDefault(PROTOCOL, ""))
                .equals("grpc")) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "OTEL_EXPORTER_OTLP_PROTOCOL is grpc, and spans are sent by http/protobuf alone: leave it out, and name the port of the collector that takes HTTP, mostly 4318.");
        }
    }

    private static boolean isWanted(Map<String, String> settings) {
        if (Boolean.parseBoolean(settings.get("otel.sdk.disabled"))) {
            return false;
        }
        String exporter = settings.getOrDefault(EXPORTER, "");
        return exporter.isBlank()
                ? ENDPOINTS.stream().anyMatch(settings::containsKey)
                : !exporter.strip().equals(NONE);
    }
}
