package dev.narrowgauge.api.access;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.db.AuditEntry.By;
import dev.narrowgauge.db.AuditEntry.Kind;
import dev.narrowgauge.db.Project;
import dev.narrowgauge.domain.access.ProjectName;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.gateway.GatewayAccess;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Lets only those calls of gRPC through whose caller may make them, keeps who made each, and has the audit log say what became
 * of them.
 */
public final class RpcAccess implements ServerInterceptor {
    private static final Context.Key<RecordedRpc> CURRENT = Context.key("call");
    private static final Metadata.Key<String> FORWARDED =
            Metadata.Key.of(ClientAddress.FORWARDED, Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> NAMED =
            Metadata.Key.of(ProjectName.HEADER.toLowerCase(Locale.ROOT), Metadata.ASCII_STRING_MARSHALLER);

    private final Guard guard;
    private final ProjectChoice projects;
    private final AuditTrail trail;
    private final ClientAddress addresses;

    public RpcAccess(Guard guard, ProjectChoice projects, AuditTrail trail, ClientAddress addresses) {
        this.guard = requireNonNull(guard, "guard is null");
        this.projects = requireNonNull(projects, "projects is null");
        this.trail = requireNonNull(trail, "trail is null");
        this.addresses = requireNonNull(addresses, "addresses is null");
    }

    /** Who made the call that this thread answers, of methods that need a key. */
    public static Caller caller() {
        return CURRENT.get().caller().orElseThrow();
    }

    /** The call that this thread answers. */
    public static Call call() {
        return CURRENT.get().call();
    }

    /** Says by which join token the call that this thread answers is made. */
    public static void joinedBy(UUID token) {
        Optional.ofNullable(CURRENT.get())
                .ifPresent(call -> call.isBy(new By(Kind.TOKEN, Optional.empty(), Optional.of(token))));
    }

    /** The call that this thread answers; empty where it answers none. */
    static Optional<RecordedRpc> current() {
        return Optional.ofNullable(CURRENT.get());
    }

    @Override
    public <Q, R> Listener<Q> interceptCall(ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        RecordedRpc recorded;
        try {
            recorded = admitted(call, headers);
        } catch (RuntimeException e) {
            call.close(Status.UNKNOWN.withCause(e), new Metadata());
            return new Listener<>() {};
        }
        Context context = Context.current().withValue(CURRENT, recorded);
        return recorded.listening(Contexts.interceptCall(context, recorded.watched(call), headers, next));
    }

    private RecordedRpc admitted(ServerCall<?, ?> call, Metadata headers) {
        ApiOperation operation = ApiOperation.require(call.getMethodDescriptor().getFullMethodName());
        Call made = Call.of(operation, address(call, headers), "");
        Optional<String> project =
                Optional.ofNullable(headers.get(NAMED)).map(String::strip).filter(name -> !name.isEmpty());
        AtomicReference<Caller> seen = new AtomicReference<>();
        try {
            Optional<Caller> caller =
                    guard.admit(operation.access(), made.address(), () -> proof(headers), project, seen::set);
            // What names a wrong one is refused, whether it is about a project or not.
            Optional<Project> about = caller.flatMap(known -> projects.about(operation.access(), known, project));
            return new RecordedRpc(trail, made.by(caller).in(about.map(Project::id)), caller, project);
        } catch (NarrowgaugeException refusal) {
            Call refused = made.refusedTo(shown(headers)).by(Optional.ofNullable(seen.get()));
            trail.refuse(refused, refusal.code());
            throw refusal;
        }
    }

    private String address(ServerCall<?, ?> call, Metadata headers) {
        String peer = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR) instanceof InetSocketAddress socket
                        && !socket.isUnresolved()
                ? socket.getAddress().getHostAddress()
                : null;
        List<String> forwarded = new ArrayList<>();
        Optional.ofNullable(headers.getAll(FORWARDED)).ifPresent(values -> values.forEach(forwarded::add));
        return addresses.of(peer, forwarded);
    }

    private static Optional<Proof> proof(Metadata headers) {
        return Optional.ofNullable(headers.get(GatewayAccess.AUTHORIZATION)).map(Proof::ofHeader);
    }

    /** Empty where it has not even the form of one. */
    private static Optional<Proof> shown(Metadata headers) {
        try {
            return proof(headers);
        } catch (NarrowgaugeException e) {
            return Optional.empty();
        }
    }
}
