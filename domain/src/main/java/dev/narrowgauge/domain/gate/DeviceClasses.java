package dev.narrowgauge.domain.gate;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Device classes that a policy names, in which {@code *} stands for any characters. */
final class DeviceClasses {
    private DeviceClasses() {}

    /** @param names none where every class is meant */
    static boolean match(List<String> names, String deviceClass) {
        return names.isEmpty() || names.stream().anyMatch(name -> matches(name, deviceClass));
    }

    private static boolean matches(String name, String deviceClass) {
        String pattern = Arrays.stream(name.split("\\*", -1))
                .map(Pattern::quote)
                .reduce((one, other) -> one + ".*" + other)
                .orElseThrow();
        return Pattern.matches(pattern, deviceClass);
    }
}
