package dev.narrowgauge.api.access;

import java.time.Duration;

/** By which a browser is known to have a page's session open, as RFC 6265 and its draft successor spell it. */
final class SessionCookie {
    private static final String HTTPS = "https";

    private SessionCookie() {}

    /**
     * @param scheme by which the request came here
     * @param origin of the page, which was looked at before; null where none is told
     */
    static String of(String value, Duration lifetime, String scheme, String origin) {
        // Where a proxy ends TLS the page knows of it, and the request does not.
        boolean encrypted = HTTPS.equals(scheme) || (origin != null && origin.startsWith(HTTPS + "://"));
        return "%s=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Strict%s"
                .formatted(PageSessions.COOKIE, value, lifetime.toSeconds(), encrypted ? "; Secure" : "");
    }
}
