package dev.narrowgauge.api.access;

import java.time.Duration;

/** By which a browser is known to have a page's session open, as RFC 6265 and its draft successor spell it. */
final class SessionCookie {
    /** Name of the one that a browser keeps while its user is at an identity provider. */
    static final String SIGN_IN = "narrowgauge_sign_in";

    private static final String HTTPS = "https";

    private SessionCookie() {}

    /**
     * @param scheme by which the request came here
     * @param origin of the page, which was looked at before; null where none is told
     */
    static String of(String value, Duration lifetime, String scheme, String origin) {
        return cookie(PageSessions.COOKIE, value, "/", lifetime, scheme, origin);
    }

    /** Likewise, of a sign-in that was begun; the page itself sends it, so it need not be sent by the provider's link. */
    static String ofSignIn(String value, Duration lifetime, String scheme, String origin) {
        return cookie(SIGN_IN, value, "/v1/sign-in", lifetime, scheme, origin);
    }

    private static String cookie(
            String name, String value, String path, Duration lifetime, String scheme, String origin) {
        // Where a proxy ends TLS the page knows of it, and the request does not.
        boolean encrypted = HTTPS.equals(scheme) || (origin != null && origin.startsWith(HTTPS + "://"));
        return "%s=%s; Path=%s; Max-Age=%d; HttpOnly; SameSite=Strict%s"
                .formatted(name, value, path, lifetime.toSeconds(), encrypted ? "; Secure" : "");
    }
}
