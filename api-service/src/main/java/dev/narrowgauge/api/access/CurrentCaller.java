package dev.narrowgauge.api.access;

import dev.narrowgauge.domain.access.Identity;
import dev.narrowgauge.domain.access.Permission;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Who has made the request of HTTP that this thread answers, and what it asks for. */
@Singleton
public final class CurrentCaller {
    private static final String CALLER = CurrentCaller.class.getName() + ".caller";
    private static final String CALL = CurrentCaller.class.getName() + ".call";
    private static final String PROJECT = CurrentCaller.class.getName() + ".project";

    private final CurrentVertxRequest current;

    CurrentCaller(CurrentVertxRequest current) {
        this.current = current;
    }

    /** @param project that the request names; empty where it names none */
    void set(Call call, Optional<Caller> caller, Optional<String> project) {
        current.getCurrent().put(PROJECT, project);
        set(call, caller);
    }

    void set(Call call, Optional<Caller> caller) {
        RoutingContext context = current.getCurrent();
        context.put(CALL, call.by(caller));
        caller.ifPresent(known -> context.put(CALLER, known));
    }

    /** Of operations that need a key. */
    public Caller get() {
        return current.getCurrent().get(CALLER);
    }

    /** Whether the caller may do what needs that in the project of the request; of a service that asks nobody for a key always. */
    public boolean has(Permission permission) {
        return !(get() instanceof Caller.Known known) || permission.isGivenBy(known.permissionsIn(project()));
    }

    /** Of a request that was let through. */
    public Call call() {
        return current.getCurrent().get(CALL);
    }

    /** Has the audit log say what the request asks for, where its path does not. */
    public void tell(Object asked) {
        current.getCurrent().put(CALL, call().about("%s %s".formatted(call().target(), asked)));
    }

    /** Has the audit log say whom an identity provider knows, of a request that may be refused yet. */
    void isKnownAs(Identity identity) {
        current.getCurrent().put(CALL, call().by(identity));
    }

    /** Empty where none was let through. */
    Optional<Call> answered() {
        return Optional.ofNullable(current.getCurrent()).map(context -> context.get(CALL));
    }

    /** From where the request comes. */
    String address(ClientAddress addresses) {
        RoutingContext context = current.getCurrent();
        SocketAddress peer = context.request().remoteAddress();
        List<String> forwarded = context.request().headers().getAll(ClientAddress.FORWARDED);
        return addresses.of(peer == null ? null : peer.hostAddress(), forwarded);
    }

    /** The name of a project, where the request has one. */
    Optional<String> project() {
        return current.getCurrent().get(PROJECT);
    }
}
