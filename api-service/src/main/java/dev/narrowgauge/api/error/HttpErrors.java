package dev.narrowgauge.api.error;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import io.quarkus.runtime.Startup;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The one place where a failure becomes an HTTP response. */
@Singleton
@Startup
public final class HttpErrors {
    private static final Logger LOG = Logger.getLogger(HttpErrors.class);

    private final ObjectMapper json;

    public HttpErrors(ObjectMapper json) {
        this.json = json;
    }

    @ServerExceptionMapper
    Response known(NarrowgaugeException failure, @Context UriInfo uri) {
        return response(Problem.of(failure.code(), failure.getMessage(), uri.getPath()));
    }

    /** The framework has answers of its own to the first two, which the mapping of all others would not replace. */
    @ServerExceptionMapper({WebApplicationException.class, MismatchedInputException.class, Throwable.class})
    Response any(Throwable failure, @Context UriInfo uri) {
        return response(problem(failure, uri.getPath()));
    }

    /** What no resource answers: unknown paths, and failures outside of resources. */
    void unrouted(@Observes Router router) {
        for (int status : new int[] {400, 404, 405, 413, 415, 500}) {
            router.errorHandler(status, context -> answer(context, status));
        }
    }

    /** Answers a request that is not to reach any resource. */
    public void refuse(RoutingContext context, NarrowgaugeException refusal) {
        answer(context, problem(refusal, context.normalizedPath()));
    }

    private void answer(RoutingContext context, int status) {
        if (context.response().headWritten()) {
            context.response().close();
            return;
        }
        Problem problem = context.failure() == null
                ? ofStatus(status, context.normalizedPath())
                : problem(context.failure(), context.normalizedPath());
        answer(context, problem);
    }

    private void answer(RoutingContext context, Problem problem) {
        try {
            context.response()
                    .setStatusCode(problem.status())
                    .putHeader("Content-Type", Problem.MEDIA_TYPE)
                    .end(json.writeValueAsString(problem))
                    .onFailure(
                            lost -> LOG.debugf(lost, "client gone before the answer to %s", context.normalizedPath()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Problem problem(Throwable failure, String path) {
        Optional<NarrowgaugeException> known = Failures.ofRequest(failure);
        if (known.isPresent()) {
            return Problem.of(known.get().code(), known.get().getMessage(), path);
        }
        if (failure instanceof WebApplicationException web && web.getResponse().getStatus() < 500) {
            return ofStatus(web.getResponse().getStatus(), path);
        }
        UUID incident = UUID.randomUUID();
        LOG.errorf(failure, "incident %s at %s", incident, path);
        return Problem.incident(incident);
    }

    private static Problem ofStatus(int status, String path) {
        return switch (status) {
            case 404 -> Problem.of(ErrorCode.NOT_FOUND, "There is nothing at " + path + ".", path);
            case 405 ->
                Problem.of(ErrorCode.REQUEST_METHOD_UNSUPPORTED, "This method is not offered at " + path + ".", path);
            case 406 ->
                Problem.of(
                        ErrorCode.REQUEST_NOT_ACCEPTABLE,
                        "None of the media types that the Accept header names is offered here.",
                        path);
            case 413 -> Problem.of(ErrorCode.REQUEST_TOO_LARGE, "The body is larger than this server takes.", path);
            case 415 ->
                Problem.of(
                        ErrorCode.REQUEST_MEDIA_TYPE_UNSUPPORTED,
                        "The Content-Type is not one that is taken here; see /q/openapi.",
                        path);
            default -> Problem.of(ErrorCode.REQUEST_INVALID, "The request could not be understood.", path);
        };
    }

    private static Response response(Problem problem) {
        return Response.status(problem.status())
                .type(Problem.MEDIA_TYPE)
                .entity(problem)
                .build();
    }
}
