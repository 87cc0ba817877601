package dev.narrowgauge.api.wiring;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whom a URL names: what stands in the header Host, and behind the scheme of an Origin.
 *
 * @param host in lower case; an address of IPv6 with its brackets
 * @param port empty where none is written
 */
record Authority(String host, OptionalInt port) {
    private static final Pattern WRITTEN =
            Pattern.compile("(\\[[0-9a-fA-F:.]+\\]|[^\\s:/?#@\\[\\]]+)(?::([0-9]{1,5}))?");

    /** Empty where the text is none. */
    static Optional<Authority> of(String text) {
        Matcher written = WRITTEN.matcher(text);
        if (!written.matches()) {
            return Optional.empty();
        }
        OptionalInt port =
                written.group(2) == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(written.group(2)));
        return Optional.of(new Authority(written.group(1).toLowerCase(Locale.ROOT), port));
    }

    /** @param standard port of the scheme */
    boolean isSameAs(Authority other, int standard) {
        return host.equals(other.host) && port.orElse(standard) == other.port.orElse(standard);
    }

    @Override
    public String toString() {
        return port.isPresent() ? host + ':' + port.getAsInt() : host;
    }
}
