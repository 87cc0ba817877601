package dev.narrowgauge.domain.access;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Takes secrets out of text that many read, such as a log. Nobody is to write any there; this is for what the messages of
 * other programs and libraries quote.
 */
public final class SecretText {
    private static final String HIDDEN = "…";

    private static final List<Form> FORMS = List.of(
            // The id stays: it says which key to revoke.
            new Form("\\b(ng_[0-9A-Za-z]{22}_)[0-9A-Za-z]+", "$1" + HIDDEN),
            new Form("\\b(narrowgauge_[a-z]+_)[0-9A-Za-z_-]{20,}", "$1" + HIDDEN),
            // Tokens of identity providers.
            new Form("\\beyJ[\\w-]+\\.[\\w-]+\\.[\\w-]*", HIDDEN),
            new Form("(?i)\\b(bearer|basic) +(?!ng_|narrowgauge_)[\\w.~+/=-]{8,}", "$1 " + HIDDEN),
            new Form("(?i)((?:password|passwd|secret|token) *= *)(?:\"[^\"]*\"|[^\\s;&,\"]+)", "$1" + HIDDEN),
            // Of an answer in JSON that somebody quotes, such as that of an identity provider.
            new Form("(?i)(\"[\\w-]*(?:password|passwd|secret|token)\" *: *\")[^\"]+", "$1" + HIDDEN),
            // Of who has an address with a password in it.
            new Form("(://[^/\\s:@]+:)[^/\\s@]+@", "$1" + HIDDEN + "@"));

    private SecretText() {}

    private record Form(Pattern secret, String instead) {
        Form(String secret, String instead) {
            this(Pattern.compile(secret), instead);
        }
    }

    /** The text with everything hidden that has the form of a secret. */
    public static String hidden(String text) {
        String hidden = text;
        for (Form form : FORMS) {
            hidden = form.secret().matcher(hidden).replaceAll(form.instead());
        }
        return hidden;
    }
}
