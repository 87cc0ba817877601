package dev.narrowgauge.api.error;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** What a client has written in the place of a URL. */
public final class RequestUrl {
    private RequestUrl() {}

    /** What is wrong with it, as {@link ErrorCode#REQUEST_INVALID}; empty where nothing is. */
    public static Optional<NarrowgaugeException> mistake(String url) {
        try {
            var _ = new URI(url);
            return Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.of(new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "The URL is invalid at index %d (%s); percent-encode all characters other than letters, digits and -._~."
                            .formatted(e.getIndex(), e.getReason()),
                    e));
        }
    }
}
