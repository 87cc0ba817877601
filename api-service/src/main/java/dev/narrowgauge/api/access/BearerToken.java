package dev.narrowgauge.api.access;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/**
 * A token that an identity provider has signed (RFC 7519), as it stands behind {@code Bearer}.
 *
 * @param text is to be in no log
 */
record BearerToken(String text) implements Proof {
    /** A header, which is a JSON object, and what it is about, in base 64. */
    private static final Pattern FORM = Pattern.compile("eyJ[0-9A-Za-z_-]*(?:\\.[0-9A-Za-z_-]*){2,4}");

    BearerToken {
        requireNonNull(text, "text is null");
    }

    static boolean isOne(String text) {
        return FORM.matcher(text).matches();
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "BearerToken";
    }
}
