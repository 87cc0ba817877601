package dev.narrowgauge.agent.app;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Priorities;
import jakarta.annotation.Priority;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;

/**
 * An agent that has a gateway has no database: none is connected to, and none is asked whether it is well. Looked up whenever it
 * is asked for, as files that {@code quarkus.config.locations} names are not yet read where sources are made.
 */
@Priority(Priorities.APPLICATION)
public final class NoDatabase implements ConfigSourceInterceptor {
    static final String GATEWAY = "narrowgauge.agent.gateway.url";

    private static final long serialVersionUID = 1L;
    private static final String ACTIVE = "quarkus.datasource.active";

    /** For the service loader. */
    public NoDatabase() {}

    @Override
    public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        ConfigValue value = context.proceed(name);
        return name.equals(ACTIVE) && isBlank(value) && hasGateway(context) ? inactive() : value;
    }

    @Override
    public Iterator<String> iterateNames(ConfigSourceInterceptorContext context) {
        if (!hasGateway(context)) {
            return context.iterateNames();
        }
        Set<String> names = new HashSet<>(Set.of(ACTIVE));
        context.iterateNames().forEachRemaining(names::add);
        return names.iterator();
    }

    private static boolean hasGateway(ConfigSourceInterceptorContext context) {
        return !isBlank(context.proceed(GATEWAY));
    }

    private static boolean isBlank(ConfigValue value) {
        return value == null || value.getValue() == null || value.getValue().isBlank();
    }

    private static ConfigValue inactive() {
        return ConfigValue.builder()
                .withName(ACTIVE)
                .withValue("false")
                .withRawValue("false")
                .withConfigSourceName("a gateway in place of a database")
                .build();
    }
}
