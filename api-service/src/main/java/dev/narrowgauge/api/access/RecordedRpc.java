package dev.narrowgauge.api.access;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.db.AuditEntry;
import dev.narrowgauge.db.AuditEntry.By;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.gateway.GatewayAccess;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.Status;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** A call of gRPC that was let through, from its message to its end. */
final class RecordedRpc {
    /** With which the calls of agents are refused, whose tokens are looked at after this. */
    private static final Set<ErrorCode> REFUSALS = EnumSet.of(ErrorCode.TOKEN_REFUSED, ErrorCode.ACCESS_DENIED);

    private final AuditTrail trail;
    private final Optional<Caller> caller;
    private final Optional<String> project;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile Call call;

    /** @param project name of the one that the call is about; empty where it names none */
    RecordedRpc(AuditTrail trail, Call call, Optional<Caller> caller, Optional<String> project) {
        this.trail = requireNonNull(trail, "trail is null");
        this.call = requireNonNull(call, "call is null");
        this.caller = requireNonNull(caller, "caller is null");
        this.project = requireNonNull(project, "project is null");
    }

    Optional<Caller> caller() {
        return caller;
    }

    Optional<String> project() {
        return project;
    }

    Call call() {
        return call;
    }

    void isBy(By other) {
        call = call.by(other);
    }

    /** The call itself, whose end is seen however it comes. */
    <Q, R> ServerCall<Q, R> watched(ServerCall<Q, R> whole) {
        return new SimpleForwardingServerCall<>(whole) {
            @Override
            public void close(Status status, Metadata trailers) {
                if (status.isOk()) {
                    end(AuditEntry.DONE);
                }
                super.close(status, trailers);
                // A failure has its code by now.
                end(Optional.ofNullable(trailers.get(GatewayAccess.ERROR_CODE))
                        .orElse(status.getCode().name()));
            }
        };
    }

    /** What the call's events go through. */
    <Q> Listener<Q> listening(Listener<Q> inner) {
        return new SimpleForwardingServerCallListener<>(inner) {
            /** Nothing is done of it before. */
            @Override
            public void onMessage(Q message) {
                if (call.operation().isRecordedFirst()) {
                    call = call.about(String.valueOf(message).strip().replace('\n', ' '));
                    trail.begin(call);
                }
                super.onMessage(message);
            }

            @Override
            public void onHalfClose() {
                try {
                    super.onHalfClose();
                } catch (RuntimeException | Error failure) {
                    end(code(failure).name());
                    throw failure;
                }
            }

            @Override
            public void onCancel() {
                end(Status.Code.CANCELLED.name());
                super.onCancel();
            }
        };
    }

    private static ErrorCode code(Throwable failure) {
        return failure instanceof NarrowgaugeException known ? known.code() : ErrorCode.INTERNAL_ERROR;
    }

    private void end(String outcome) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        Optional<ErrorCode> refusal =
                REFUSALS.stream().filter(code -> code.name().equals(outcome)).findFirst();
        if (call.operation().access() == Access.JOIN_TOKEN && refusal.isPresent()) {
            trail.refuse(call, refusal.get());
        } else {
            trail.end(call, outcome);
        }
    }
}
