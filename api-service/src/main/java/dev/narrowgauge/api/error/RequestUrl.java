package dev.narrowgauge.api.error;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** What a client has written in the place of a URL. */
public final class RequestUrl {
    private RequestUrl() {}

    /**
     * Has the framework leave it to this class to look at URLs, of which it refuses those that are none without a word. To be
     * called before it starts.
     */
    public static void replaceCheckOfFramework() {
        System.setProperty("vertx.disableURIValidation", "true");
    }

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
