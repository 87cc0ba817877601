package dev.narrowgauge.api.wiring;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** By which address the service is reached from elsewhere, as its operator says. */
final class ServiceAddress {
    private ServiceAddress() {}

    /** Without a slash at its end; empty where nobody says it. Fails with {@link ErrorCode#REQUEST_INVALID} where it is none. */
    static String of(Optional<String> configured) {
        return configured.map(String::strip).map(ServiceAddress::checked).orElse("");
    }

    private static String checked(String text) {
        try {
            URI address = URI.create(text);
            boolean whole = List.of("https", "http").contains(String.valueOf(address.getScheme()))
                    && address.getHost() != null
                    && address.getQuery() == null
                    && address.getFragment() == null;
            if (whole) {
                return text.replaceFirst("/+$", "");
            }
        } catch (IllegalArgumentException _) {
            throw invalid(text);
        }
        throw invalid(text);
    }

    private static NarrowgaugeException invalid(String text) {
        return new NarrowgaugeException(
                ErrorCode.REQUEST_INVALID,
                "narrowgauge.api.webhooks.service-address is '%s'; it must be an address such as https://narrowgauge.example."
                        .formatted(text));
    }
}
