package dev.narrowgauge.api.node;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/** What an agent outside proves itself with. */
public final class NodeTokenSecret {
    /** So that who finds one in a log knows what it is. */
    private static final String PREFIX = "narrowgauge_node_";

    private static final int RANDOM_BYTES = 32;
    private static final Pattern FORM = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{43}");

    private NodeTokenSecret() {}

    static String next(SecureRandom random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Whether the text has the form of one; what has not need not be looked up. */
    public static boolean isFormOf(String text) {
        return FORM.matcher(text).matches();
    }
}
