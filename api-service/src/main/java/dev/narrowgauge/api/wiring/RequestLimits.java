package dev.narrowgauge.api.wiring;

import dev.narrowgauge.api.error.HttpErrors;
import dev.narrowgauge.api.error.RequestGuard;
import dev.narrowgauge.api.error.RequestUrl;
import dev.narrowgauge.api.upload.StalledUploads;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;

/**
 * Refuses what is larger than any honest request, and URLs that are none. The HTTP server has limits of its own, which
 * are set far above these: what it refuses it answers without a word (ADR 22).
 */
@Singleton
final class RequestLimits {
    private static final int MAX_URI_CHARACTERS = 8 << 10;
    private static final int MAX_HEADER_CHARACTERS = 32 << 10;

    private final HttpErrors errors;
    private final StalledUploads stalled;
    private final long maxBodyBytes;

    RequestLimits(HttpErrors errors, ApiConfig config) {
        this.errors = errors;
        this.stalled = new StalledUploads(errors, config.uploadPause());
        this.maxBodyBytes = config.maxBody().asLongValue();
    }

    void guard(@Observes Filters filters) {
        RequestGuard.LIMITS.register(filters, errors, this::refusal);
    }

    private Optional<NarrowgaugeException> refusal(RoutingContext context) {
        Optional<NarrowgaugeException> refusal = refusal(context.request());
        if (refusal.isEmpty()
                && MediaType.APPLICATION_OCTET_STREAM.equals(context.request().getHeader("Content-Type"))) {
            stalled.watch(context);
        }
        return refusal;
    }

    private Optional<NarrowgaugeException> refusal(HttpServerRequest request) {
        if (request.uri().length() > MAX_URI_CHARACTERS) {
            return refusal(
                    ErrorCode.REQUEST_URI_TOO_LONG,
                    "The URL has %d characters; at most %d are allowed."
                            .formatted(request.uri().length(), MAX_URI_CHARACTERS));
        }
        Optional<NarrowgaugeException> mistake = RequestUrl.mistake(request.uri());
        if (mistake.isPresent()) {
            return mistake;
        }
        long headers = 0;
        for (var header : request.headers()) {
            headers += header.getKey().length() + header.getValue().length();
        }
        if (headers > MAX_HEADER_CHARACTERS) {
            return refusal(
                    ErrorCode.REQUEST_HEADERS_TOO_LARGE,
                    "The headers have %d characters; at most %d are allowed."
                            .formatted(headers, MAX_HEADER_CHARACTERS));
        }
        if (announcedBytes(request) > maxBodyBytes) {
            return refusal(
                    ErrorCode.REQUEST_TOO_LARGE,
                    "The request body exceeds the limit of %d MiB.".formatted(maxBodyBytes >> 20));
        }
        return Optional.empty();
    }

    private static long announcedBytes(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    private static Optional<NarrowgaugeException> refusal(ErrorCode code, String sentence) {
        return Optional.of(new NarrowgaugeException(code, sentence));
    }
}
