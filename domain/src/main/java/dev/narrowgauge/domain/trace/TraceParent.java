package dev.narrowgauge.domain.trace;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The span that others belong below, as the header {@code traceparent} of <a
 * href="https://www.w3.org/TR/trace-context/">W3C's Trace Context</a> has it.
 *
 * @param traceId 32 hexadecimal digits, not all 0
 * @param spanId 16 hexadecimal digits, not all 0
 * @param flags 2 hexadecimal digits
 */
public record TraceParent(String traceId, String spanId, String flags) {
    /** Name of the header. */
    public static final String HEADER = "traceparent";

    private static final Pattern TRACE = Pattern.compile("(?!0{32})[0-9a-f]{32}");
    private static final Pattern SPAN = Pattern.compile("(?!0{16})[0-9a-f]{16}");
    private static final Pattern FLAGS = Pattern.compile("[0-9a-f]{2}");
    private static final Pattern FORM = Pattern.compile("00-(%s)-(%s)-(%s)".formatted(TRACE, SPAN, FLAGS));

    public TraceParent {
        require(TRACE, traceId);
        require(SPAN, spanId);
        require(FLAGS, flags);
    }

    private static void require(Pattern form, String digits) {
        if (!form.matcher(digits).matches()) {
            throw new IllegalArgumentException("'%s' does not have the form %s".formatted(digits, form));
        }
    }

    /** Empty for a text that is none, and for null: who cannot be understood is traced as though it had said nothing. */
    public static Optional<TraceParent> read(String text) {
        if (text == null) {
            return Optional.empty();
        }
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(new TraceParent(matcher.group(1), matcher.group(2), matcher.group(3)))
                : Optional.empty();
    }

    /** As the header has it. */
    public String text() {
        return "00-%s-%s-%s".formatted(traceId, spanId, flags);
    }
}
