package dev.narrowgauge.db;

import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.HandleConsumer;
import org.jdbi.v3.core.Jdbi;

/**
 * Transactions that say whose rows they read and write before anything else, until they end. Row security holds them to it.
 * The only way to the tables of projects.
 */
final class Scopes {
    private final Jdbi jdbi;
    private final Supplier<Scope> scope;

    private Scopes(Jdbi jdbi, Supplier<Scope> scope) {
        this.jdbi = jdbi;
        this.scope = scope;
    }

    /** In the scope that {@link Database} has made it for. */
    static Scopes of(Jdbi jdbi) {
        return new Scopes(jdbi, jdbi.getConfig(ScopeConfig.class).scope());
    }

    /** In that of services, whatever it was made for. */
    static Scopes ofServices(Jdbi jdbi) {
        return new Scopes(jdbi, Scope.Services::new);
    }

    /** The one that a transaction would have now. */
    Scope current() {
        return scope.get();
    }

    <R, X extends Exception> R withHandle(HandleCallback<R, X> work) throws X {
        return inTransaction(work);
    }

    <X extends Exception> void useHandle(HandleConsumer<X> work) throws X {
        useTransaction(work);
    }

    <R, X extends Exception> R inTransaction(HandleCallback<R, X> work) throws X {
        Scope current = scope.get();
        return jdbi.<R, X>inTransaction(handle -> {
            enter(handle, current);
            return work.withHandle(handle);
        });
    }

    <X extends Exception> void useTransaction(HandleConsumer<X> work) throws X {
        Scope current = scope.get();
        jdbi.<X>useTransaction(handle -> {
            enter(handle, current);
            work.useHandle(handle);
        });
    }

    private static void enter(Handle handle, Scope scope) {
        boolean services = scope instanceof Scope.Services;
        handle.createQuery("""
                        SELECT set_config('narrowgauge.project', :project, true)
                            || set_config('narrowgauge.role', :role, true)
                        """)
                .bind("project", scope.project().toString())
                .bind("role", services ? "services" : "caller")
                .mapTo(String.class)
                .one();
    }
}
