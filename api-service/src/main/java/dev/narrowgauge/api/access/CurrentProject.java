package dev.narrowgauge.api.access;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.db.Project;
import dev.narrowgauge.db.Scope;
import jakarta.inject.Singleton;
import java.util.Optional;

/** The project of the call that this thread answers, over HTTP or gRPC. Where it answers none, asking is a defect. */
@Singleton
public final class CurrentProject {
    private final CurrentCaller http;
    private final ProjectChoice choice;

    CurrentProject(CurrentCaller http, ProjectChoice choice) {
        this.http = requireNonNull(http, "http is null");
        this.choice = requireNonNull(choice, "choice is null");
    }

    /** Fails as {@link ProjectChoice#of} does. */
    public Project get() {
        return RpcAccess.current()
                .map(rpc -> choice.of(rpc.caller().orElseThrow(), rpc.project()))
                .orElseGet(() -> choice.of(http.get(), http.project()));
    }

    /**
     * Has a request of HTTP, of an operation that everybody may call, be about that project from here on.
     *
     * @throws dev.narrowgauge.domain.error.NarrowgaugeException NOT_FOUND where there is none
     */
    public void enter(String name) {
        Caller anybody = new Caller.Anybody();
        choice.of(anybody, Optional.of(name));
        http.set(http.call(), Optional.of(anybody), Optional.of(name));
    }

    /** Of what is read and written for the call. */
    public Scope scope() {
        return new Scope.Tenant(get().id());
    }
}
