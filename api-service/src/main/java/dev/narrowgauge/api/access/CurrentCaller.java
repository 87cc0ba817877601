package dev.narrowgauge.api.access;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Who has made the request of HTTP that this thread answers. */
@Singleton
public final class CurrentCaller {
    private static final String KEY = CurrentCaller.class.getName();
    private static final String PROJECT = KEY + ".project";

    private final CurrentVertxRequest current;

    CurrentCaller(CurrentVertxRequest current) {
        this.current = current;
    }

    /** @param project that the request names; empty where it names none */
    void set(Caller caller, Optional<String> project) {
        current.getCurrent().put(KEY, caller);
        current.getCurrent().put(PROJECT, project);
    }

    /** Of operations that need a key. */
    public Caller get() {
        return current.getCurrent().get(KEY);
    }

    /** The name of a project, where the request has one. */
    Optional<String> project() {
        return current.getCurrent().get(PROJECT);
    }
}
