package dev.narrowgauge.api.error;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** The one place where a failure becomes a gRPC status; the code's name travels in the trailers. */
public final class GrpcErrors implements ServerInterceptor {
    public static final Metadata.Key<String> ERROR_CODE =
            Metadata.Key.of("narrowgauge-error-code", Metadata.ASCII_STRING_MARSHALLER);
    private static final Logger LOG = Logger.getLogger(GrpcErrors.class);

    @Override
    public <Q, R> Listener<Q> interceptCall(ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        ServerCall<Q, R> explaining = new Explaining<>(call);
        return new SimpleForwardingServerCallListener<>(next.startCall(explaining, headers)) {
            /** Here a method runs whose request is one message. */
            @Override
            public void onHalfClose() {
                try {
                    super.onHalfClose();
                } catch (RuntimeException | Error failure) {
                    explaining.close(Status.UNKNOWN.withCause(failure), new Metadata());
                }
            }
        };
    }

    /** A status with a cause comes from our own code: thrown there, or given to the observer. */
    private static final class Explaining<Q, R> extends SimpleForwardingServerCall<Q, R> {
        Explaining(ServerCall<Q, R> call) {
            super(call);
        }

        @Override
        public void close(Status status, Metadata trailers) {
            if (status.getCause() == null) {
                super.close(status, trailers);
                return;
            }
            NarrowgaugeException failure = explained(status.getCause());
            trailers.put(ERROR_CODE, failure.code().name());
            super.close(
                    Status.fromCode(Status.Code.valueOf(failure.code().grpcStatus()))
                            .withDescription(failure.code().name() + ": " + failure.getMessage()),
                    trailers);
        }
    }

    private static NarrowgaugeException explained(Throwable failure) {
        Optional<NarrowgaugeException> known = Failures.ofRequest(failure);
        if (known.isPresent()) {
            return known.get();
        }
        UUID incident = UUID.randomUUID();
        LOG.errorf(failure, "incident %s in a gRPC call", incident);
        return new NarrowgaugeException(ErrorCode.INTERNAL_ERROR, "incident " + incident);
    }
}
