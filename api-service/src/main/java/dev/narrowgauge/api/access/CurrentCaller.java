package dev.narrowgauge.api.access;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.inject.Singleton;

/** Who has made the request of HTTP that this thread answers. */
@Singleton
public final class CurrentCaller {
    private static final String KEY = CurrentCaller.class.getName();

    private final CurrentVertxRequest current;

    CurrentCaller(CurrentVertxRequest current) {
        this.current = current;
    }

    void set(Caller caller) {
        current.getCurrent().put(KEY, caller);
    }

    /** Of operations that need a key. */
    public Caller get() {
        return current.getCurrent().get(KEY);
    }
}
