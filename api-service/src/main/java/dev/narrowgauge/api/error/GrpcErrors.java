package dev.narrowgauge.api.error;

import static java.util.stream.Collectors.joining;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.ErrorKind;
import dev.narrowgauge.domain.error.Fault;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.gateway.GatewayAccess;
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
    public static final Metadata.Key<String> ERROR_CODE = GatewayAccess.ERROR_CODE;

    /** Milliseconds after which clients of gRPC try again by themselves, where they are told to try again at all. */
    public static final Metadata.Key<String> PUSHBACK =
            Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER);

    private static final int MAX_TRAILER_BYTES = 4096;
    private static final int MAX_ESCAPED_BYTES = 9;
    private static final Logger LOG = Logger.getLogger(GrpcErrors.class);

    @Override
    public <Q, R> Listener<Q> interceptCall(ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        ServerCall<Q, R> explaining = new Explaining<>(call);
        return new SimpleForwardingServerCallListener<>(next.startCall(explaining, headers)) {
            private boolean refused;

            /** Here the message is read, if the server has been told to leave that to the method. */
            @Override
            public void onMessage(Q message) {
                explain(() -> super.onMessage(message));
            }

            /** Here a method runs whose request is one message. */
            @Override
            public void onHalfClose() {
                if (!refused) {
                    explain(super::onHalfClose);
                }
            }

            private void explain(Runnable call) {
                try {
                    call.run();
                } catch (RuntimeException | Error failure) {
                    refused = true;
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
            failure.retryAfter()
                    .ifPresent(time -> trailers.put(PUSHBACK, String.valueOf(Math.max(1, time.toMillis()))));
            super.close(
                    Status.fromCode(Status.Code.valueOf(failure.code().grpcStatus()))
                            .withDescription(bounded(description(failure))),
                    trailers);
        }
    }

    /** A line for each fault, with its code and its place. */
    private static String description(NarrowgaugeException failure) {
        String faults = failure.faults().stream().map(GrpcErrors::line).collect(joining("\n"));
        return failure.untold() == 0 ? faults : "%s\n%d more.".formatted(faults, failure.untold());
    }

    private static String line(Fault fault) {
        String place = fault.pointer().map(pointer -> " (at " + pointer + ')').orElse("");
        return "%s: %s%s".formatted(fault.code(), fault.sentence(), place);
    }

    /** A description travels in trailers, of which a client takes 8 KiB and whose escapes make nine bytes of a character. */
    private static String bounded(String description) {
        int bytes = 0;
        for (int i = 0; i < description.length(); i++) {
            char character = description.charAt(i);
            bytes += character >= ' ' && character < 0x7f && character != '%' ? 1 : MAX_ESCAPED_BYTES;
            if (bytes > MAX_TRAILER_BYTES) {
                return description.substring(0, i) + "…";
            }
        }
        return description;
    }

    private static NarrowgaugeException explained(Throwable failure) {
        Optional<NarrowgaugeException> known = Failures.ofRequest(failure);
        if (known.isPresent() && known.get().code().kind() != ErrorKind.INTERNAL) {
            return known.get();
        }
        UUID incident = UUID.randomUUID();
        LOG.errorf(failure, "incident %s in a gRPC call", incident);
        return new NarrowgaugeException(
                known.map(NarrowgaugeException::code).orElse(ErrorCode.INTERNAL_ERROR), "incident " + incident);
    }
}
