package dev.narrowgauge.api.upload;

import dev.narrowgauge.api.error.HttpErrors;
import dev.narrowgauge.api.error.RequestGuard;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;

/**
 * Refuses large uploads over HTTP/2 without TLS. Most clients get there by an upgrade from HTTP/1.1, and the body of the
 * request that upgrades comes in as fast as the network brings it, whatever the reader does: one upload could fill the
 * memory of the service.
 */
@Singleton
public final class ClearTextGuard {
    private static final long MAX_BYTES = 16L << 20;

    private final HttpErrors errors;

    ClearTextGuard(HttpErrors errors) {
        this.errors = errors;
    }

    void guard(@Observes Filters filters) {
        RequestGuard.CLEAR_TEXT.register(filters, errors, context -> refusal(context.request()));
    }

    private static Optional<NarrowgaugeException> refusal(HttpServerRequest request) {
        if (request.version() != HttpVersion.HTTP_2 || request.isSSL() || !largeUpload(request)) {
            return Optional.empty();
        }
        return Optional.of(new NarrowgaugeException(
                ErrorCode.REQUEST_INVALID,
                "An upload of more than %d MiB, or of unknown length, cannot be sent over HTTP/2 without TLS; send it over HTTP/1.1."
                        .formatted(MAX_BYTES >> 20)));
    }

    private static boolean largeUpload(HttpServerRequest request) {
        if (!MediaType.APPLICATION_OCTET_STREAM.equals(request.getHeader("Content-Type"))) {
            return false;
        }
        try {
            return Long.parseLong(request.getHeader("Content-Length")) > MAX_BYTES;
        } catch (NumberFormatException e) {
            return true;
        }
    }
}
