package dev.narrowgauge.service.log;

import dev.narrowgauge.domain.access.SecretText;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtLogRecord;

/**
 * A line of the log as a JSON object of texts: {@code at}, {@code level}, {@code logger}, {@code thread}, {@code message}, what
 * the thread was at ({@code run}, {@code job}, {@code attempt}, {@code trace}), and {@code error}, the stack trace.
 */
final class JsonLines extends ExtFormatter {
    private static final int FIRST_PRINTABLE = 0x20;

    @Override
    public String format(ExtLogRecord entry) {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("at", entry.getInstant().toString());
        members.put("level", entry.getLevel().getName());
        members.put("logger", String.valueOf(entry.getLoggerName()));
        members.put("thread", String.valueOf(entry.getThreadName()));
        members.put("message", SecretText.hidden(String.valueOf(entry.getFormattedMessage())));
        new TreeMap<>(entry.getMdcCopy()).forEach((key, value) -> members.putIfAbsent(key, SecretText.hidden(value)));
        if (entry.getThrown() != null) {
            members.put("error", SecretText.hidden(stackTrace(entry.getThrown())));
        }
        return line(members);
    }

    private static String stackTrace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }

    private static String line(Map<String, String> members) {
        StringBuilder line = new StringBuilder("{");
        members.forEach((name, value) -> {
            if (line.length() > 1) {
                line.append(',');
            }
            quote(line, name);
            line.append(':');
            quote(line, value);
        });
        return line.append("}\n").toString();
    }

    private static void quote(StringBuilder line, String text) {
        line.append('"');
        for (int i = 0; i < text.length(); i++) {
            char sign = text.charAt(i);
            switch (sign) {
                case '"', '\\' -> line.append('\\').append(sign);
                case '\n' -> line.append("\\n");
                default -> {
                    // Half of a pair is no text, and readers refuse it.
                    if (sign < FIRST_PRINTABLE || Character.isSurrogate(sign) && !isPaired(text, i)) {
                        line.append("\\u%04x".formatted((int) (sign < FIRST_PRINTABLE ? sign : '\uFFFD')));
                    } else {
                        line.append(sign);
                    }
                }
            }
        }
        line.append('"');
    }

    private static boolean isPaired(String text, int at) {
        return Character.isHighSurrogate(text.charAt(at))
                ? at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))
                : at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
    }
}
