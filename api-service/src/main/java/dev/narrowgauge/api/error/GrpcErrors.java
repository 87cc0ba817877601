package dev.narrowgauge.api.error;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.ExceptionHandler;
import io.quarkus.grpc.ExceptionHandlerProvider;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** The one place where a failure becomes a gRPC status; the code's name travels in the trailers. */
@Singleton
public final class GrpcErrors implements ExceptionHandlerProvider {
    public static final Metadata.Key<String> ERROR_CODE =
            Metadata.Key.of("narrowgauge-error-code", Metadata.ASCII_STRING_MARSHALLER);
    private static final Logger LOG = Logger.getLogger(GrpcErrors.class);

    @Override
    public <Q, R> ExceptionHandler<Q, R> createHandler(Listener<Q> listener, ServerCall<Q, R> call, Metadata metadata) {
        return new ExceptionHandler<>(listener, call, metadata) {
            @Override
            protected void handleException(Throwable failure, ServerCall<Q, R> serverCall, Metadata headers) {
                StatusRuntimeException status = status(failure);
                serverCall.close(status.getStatus(), status.getTrailers());
            }
        };
    }

    @Override
    public Throwable transform(Throwable failure) {
        return status(failure);
    }

    private static StatusRuntimeException status(Throwable failure) {
        if (failure instanceof StatusRuntimeException status && status.getTrailers() != null) {
            return status;
        }
        if (failure instanceof StatusException status && status.getTrailers() != null) {
            return new StatusRuntimeException(status.getStatus(), status.getTrailers());
        }
        Optional<NarrowgaugeException> known = Failures.ofRequest(failure);
        if (known.isPresent()) {
            return of(known.get().code(), known.get().getMessage());
        }
        UUID incident = UUID.randomUUID();
        LOG.errorf(failure, "incident %s in a gRPC call", incident);
        return of(ErrorCode.INTERNAL_ERROR, "incident " + incident);
    }

    private static StatusRuntimeException of(ErrorCode code, String sentence) {
        Metadata trailers = new Metadata();
        trailers.put(ERROR_CODE, code.name());
        Status status = Status.fromCode(Status.Code.valueOf(code.grpcStatus()));
        return new StatusRuntimeException(status.withDescription(code.name() + ": " + sentence), trailers);
    }
}
