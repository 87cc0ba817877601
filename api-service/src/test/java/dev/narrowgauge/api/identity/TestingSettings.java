package dev.narrowgauge.api.identity;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Settings of identity providers, as a file has them. */
public final class TestingSettings {
    private TestingSettings() {}

    /** @param properties of one provider, without the prefix and its name, one a line */
    public static Providers of(String name, String properties) {
        Map<String, String> settings = new HashMap<>();
        properties
                .lines()
                .map(line -> line.split("=", 2))
                .forEach(parts -> settings.put("narrowgauge.oidc.%s.%s".formatted(name, parts[0]), parts[1]));
        return Providers.of(read(settings));
    }

    static OidcConfig read(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(OidcConfig.class)
                .withSources(new PropertiesConfigSource(settings, "test", 500))
                .build()
                .getConfigMapping(OidcConfig.class);
    }
}
