package dev.narrowgauge.api.access;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.access.ProjectName;
import dev.narrowgauge.gateway.GatewayAccess;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Locale;
import java.util.Optional;

/** Lets only those calls of gRPC through whose caller may make them, and keeps who made each. */
public final class RpcAccess implements ServerInterceptor {
    private static final Context.Key<Caller> CALLER = Context.key("caller");
    private static final Context.Key<Optional<String>> PROJECT = Context.key("project");
    private static final Metadata.Key<String> NAMED =
            Metadata.Key.of(ProjectName.HEADER.toLowerCase(Locale.ROOT), Metadata.ASCII_STRING_MARSHALLER);

    private final Guard guard;
    private final ProjectChoice projects;

    public RpcAccess(Guard guard, ProjectChoice projects) {
        this.guard = requireNonNull(guard, "guard is null");
        this.projects = requireNonNull(projects, "projects is null");
    }

    /** Who made the call that this thread answers, of methods that need a key. */
    public static Caller caller() {
        return CALLER.get();
    }

    /** The name of a project, where that call has one. */
    static Optional<String> project() {
        return PROJECT.get();
    }

    @Override
    public <Q, R> Listener<Q> interceptCall(ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        Optional<Caller> caller;
        Optional<String> project = Optional.ofNullable(headers.get(NAMED))
                .map(String::strip)
                .filter(name -> !name.isEmpty());
        try {
            Access access = ApiOperation.accessOf(call.getMethodDescriptor().getFullMethodName());
            caller = guard.admit(access, () -> proof(headers), project);
            if (caller.isPresent() && project.isPresent()) {
                var _ = projects.of(caller.get(), project);
            }
        } catch (RuntimeException e) {
            call.close(Status.UNKNOWN.withCause(e), new Metadata());
            return new Listener<>() {};
        }
        return caller.isEmpty()
                ? next.startCall(call, headers)
                : Contexts.interceptCall(
                        Context.current().withValues(CALLER, caller.get(), PROJECT, project), call, headers, next);
    }

    private static Optional<Proof> proof(Metadata headers) {
        return Optional.ofNullable(headers.get(GatewayAccess.AUTHORIZATION)).map(Proof::ofHeader);
    }
}
