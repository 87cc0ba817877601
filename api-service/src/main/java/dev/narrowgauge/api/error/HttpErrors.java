package dev.narrowgauge.api.error;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.ErrorKind;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import io.quarkus.runtime.Startup;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
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

    /** That the framework answers with by itself. */
    private static final int[] STATUSES = {400, 404, 405, 406, 408, 413, 414, 415, 417, 431, 500, 501, 503};

    private final ObjectMapper json;

    public HttpErrors(ObjectMapper json) {
        this.json = json;
    }

    /** The framework has answers of its own to the first two, which the mapping of all others would not replace. */
    @ServerExceptionMapper({WebApplicationException.class, MismatchedInputException.class, Throwable.class})
    Response any(Throwable failure, @Context UriInfo uri) {
        return response(problem(failure, path(uri)));
    }

    /** What no resource answers: unknown paths, and failures outside of resources. */
    void unrouted(@Observes Router router) {
        for (int status : STATUSES) {
            router.errorHandler(status, context -> answer(context, status));
        }
    }

    /** Answers a request that is not to reach any resource. */
    public void refuse(RoutingContext context, NarrowgaugeException refusal) {
        answer(context, problem(refusal, path(context)));
    }

    private void answer(RoutingContext context, int status) {
        if (context.response().headWritten()) {
            context.response().close();
            return;
        }
        String path = path(context);
        Optional<NarrowgaugeException> mistake =
                RequestUrl.mistake(context.request().uri());
        if (mistake.isPresent()) {
            // A route with a pattern has met it before any of our filters.
            answer(context, problem(mistake.get(), path));
            return;
        }
        boolean told = context.failure() != null
                && (status >= 500 || Failures.ofRequest(context.failure()).isPresent());
        answer(context, told ? problem(context.failure(), path) : ofStatus(status, path));
    }

    private void answer(RoutingContext context, Problem problem) {
        try {
            if (problem.retryAfterSeconds() != RetryAfter.UNKNOWN) {
                context.response().putHeader(HttpHeaders.RETRY_AFTER, String.valueOf(problem.retryAfterSeconds()));
            }
            context.response()
                    .setStatusCode(problem.status())
                    .putHeader("Content-Type", Problem.MEDIA_TYPE)
                    .end(json.writeValueAsString(problem))
                    .onFailure(lost ->
                            LOG.debugf(lost, "client disconnected before the answer to %s", problem.instance()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Problem problem(Throwable failure, String path) {
        Optional<NarrowgaugeException> known = Failures.ofRequest(failure);
        if (known.isPresent() && known.get().code().kind() != ErrorKind.INTERNAL) {
            // Of what is too much the client is told; whoever sends it must not fill the log.
            if (known.get().code().kind() != ErrorKind.USER
                    && known.get().code().httpStatus() >= 500) {
                LOG.warnf("%s at %s: %s", known.get().code(), path, known.get().getMessage());
            }
            return Problem.of(known.get(), path);
        }
        if (failure instanceof WebApplicationException web && web.getResponse().getStatus() < 500) {
            return ofStatus(web.getResponse().getStatus(), path);
        }
        if (failure instanceof HttpException http && http.getStatusCode() < 500) {
            return ofStatus(http.getStatusCode(), path);
        }
        UUID incident = UUID.randomUUID();
        LOG.errorf(failure, "incident %s at %s", incident, path);
        return Problem.incident(known.map(NarrowgaugeException::code).orElse(ErrorCode.INTERNAL_ERROR), incident);
    }

    /** As the client wrote it, where its escapes mean nothing. */
    private static String path(RoutingContext context) {
        try {
            return context.normalizedPath();
        } catch (IllegalArgumentException e) {
            return context.request().path();
        }
    }

    private static String path(UriInfo uri) {
        try {
            return uri.getPath();
        } catch (IllegalArgumentException e) {
            return uri.getRequestUri().getRawPath();
        }
    }

    private static Problem ofStatus(int status, String path) {
        return switch (status) {
            case 404 -> Problem.of(ErrorCode.NOT_FOUND, "There is no resource at " + path + ".", path);
            case 405 ->
                Problem.of(ErrorCode.REQUEST_METHOD_UNSUPPORTED, "This method is not supported at " + path + ".", path);
            case 406 ->
                Problem.of(
                        ErrorCode.REQUEST_NOT_ACCEPTABLE,
                        "None of the media types in the Accept header is available here.",
                        path);
            case 408 ->
                Problem.of(ErrorCode.REQUEST_TIMED_OUT, "The request did not arrive in time; send it again.", path);
            case 413 ->
                Problem.of(ErrorCode.REQUEST_TOO_LARGE, "The request body is larger than this server accepts.", path);
            case 414 -> Problem.of(ErrorCode.REQUEST_URI_TOO_LONG, "The URL is longer than this server accepts.", path);
            case 431 ->
                Problem.of(
                        ErrorCode.REQUEST_HEADERS_TOO_LARGE, "The headers are larger than this server accepts.", path);
            case 415 ->
                Problem.of(
                        ErrorCode.REQUEST_MEDIA_TYPE_UNSUPPORTED,
                        "This Content-Type is not accepted here; see /q/openapi.",
                        path);
            default -> Problem.of(ErrorCode.REQUEST_INVALID, "The request could not be understood.", path);
        };
    }

    /** Whoever is not known is told by which scheme to be (RFC 9110, 15.5.2), and whoever asks too much when to come back. */
    private static Response response(Problem problem) {
        Response.ResponseBuilder response =
                Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem);
        if (problem.status() == Response.Status.UNAUTHORIZED.getStatusCode()) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"narrowgauge\"");
        }
        if (problem.retryAfterSeconds() != RetryAfter.UNKNOWN) {
            response.header(HttpHeaders.RETRY_AFTER, problem.retryAfterSeconds());
        }
        return response.build();
    }
}
