package dev.narrowgauge.db;

import java.util.function.Supplier;
import org.jdbi.v3.core.config.JdbiConfig;

/** The scope of what is done through a {@code Jdbi}, where it carries it. It makes this class itself. */
public final class ScopeConfig implements JdbiConfig<ScopeConfig> {
    private Supplier<Scope> scope = Scope.Services::new;

    /** That of services. */
    public ScopeConfig() {}

    Supplier<Scope> scope() {
        return scope;
    }

    void setScope(Supplier<Scope> other) {
        scope = other;
    }

    @Override
    public ScopeConfig createCopy() {
        ScopeConfig copy = new ScopeConfig();
        copy.scope = scope;
        return copy;
    }
}
