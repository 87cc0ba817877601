package dev.narrowgauge.agent.app;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** An agent that has a gateway has no database: none is connected to, and none is asked whether it is well. */
public final class NoDatabase implements ConfigSourceFactory {
    static final String GATEWAY = "narrowgauge.agent.gateway.url";

    /** Above what an application may say for itself, below what its operator says. */
    private static final int ORDINAL = 270;

    /** For the service loader. */
    public NoDatabase() {}

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        ConfigValue gateway = context.getValue(GATEWAY);
        if (gateway == null || gateway.getValue() == null || gateway.getValue().isBlank()) {
            return List.of();
        }
        return List.of(new PropertiesConfigSource(
                Map.of("quarkus.datasource.active", "false"), "a gateway in place of a database", ORDINAL));
    }
}
