package dev.narrowgauge.metrics;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Labels that several meters have, and how their values are written: each has few values, none of which a caller chooses. */
public final class Labels {
    public static final String KIND = "kind";
    public static final String DEVICE_CLASS = "device_class";
    public static final String OUTCOME = "outcome";

    /** Bounds of histograms of how long something took that people wait for. */
    static final Duration[] TIMES = {
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(15),
        Duration.ofMinutes(1),
        Duration.ofMinutes(5),
        Duration.ofMinutes(15),
        Duration.ofHours(1),
        Duration.ofHours(4)
    };

    private static final String NONE = "none";

    private Labels() {}

    public static String of(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** @param name empty for what needs no device */
    public static String deviceClass(Optional<String> name) {
        return name.orElse(NONE);
    }
}
