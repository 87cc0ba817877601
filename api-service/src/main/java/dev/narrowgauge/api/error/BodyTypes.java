package dev.narrowgauge.api.error;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import java.lang.reflect.Method;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Has each request to an operation that takes a body say what it sends. The framework takes a body without a type for any; and
 * a browser sends such a one for every page without asking us.
 */
@Singleton
public final class BodyTypes {
    /** Fails with {@link ErrorCode#REQUEST_MEDIA_TYPE_UNSUPPORTED}. */
    @ServerRequestFilter
    public void requireType(ContainerRequestContext request, ResourceInfo operation) {
        String said = request.getHeaderString(HttpHeaders.CONTENT_TYPE);
        if (said != null && !said.isBlank()) {
            return;
        }
        taken(operation.getResourceMethod()).ifPresent(types -> {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_MEDIA_TYPE_UNSUPPORTED,
                    "The request does not say what it sends; send it with Content-Type: %s."
                            .formatted(String.join(" or ", types.value())));
        });
    }

    private static Optional<Consumes> taken(Method operation) {
        return Optional.ofNullable(operation.getAnnotation(Consumes.class))
                .or(() -> Optional.ofNullable(operation.getDeclaringClass().getAnnotation(Consumes.class)));
    }
}
