package dev.narrowgauge.api.access;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.gateway.GatewayAccess;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Optional;

/** Lets only those calls of gRPC through whose caller may make them, and keeps who made each. */
public final class RpcAccess implements ServerInterceptor {
    private static final Context.Key<Caller> CALLER = Context.key("caller");

    private final Guard guard;

    public RpcAccess(Guard guard) {
        this.guard = requireNonNull(guard, "guard is null");
    }

    /** Who made the call that this thread answers, of methods that need a key. */
    public static Caller caller() {
        return CALLER.get();
    }

    @Override
    public <Q, R> Listener<Q> interceptCall(ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        Optional<Caller> caller;
        try {
            Access access = ApiOperation.accessOf(call.getMethodDescriptor().getFullMethodName());
            caller = guard.admit(access, () -> proof(headers));
        } catch (RuntimeException e) {
            call.close(Status.UNKNOWN.withCause(e), new Metadata());
            return new Listener<>() {};
        }
        return caller.isEmpty()
                ? next.startCall(call, headers)
                : Contexts.interceptCall(Context.current().withValue(CALLER, caller.get()), call, headers, next);
    }

    private static Optional<Proof> proof(Metadata headers) {
        return Optional.ofNullable(headers.get(GatewayAccess.AUTHORIZATION)).map(Proof::ofHeader);
    }
}
