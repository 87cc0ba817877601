package dev.narrowgauge.service.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.narrowgauge.domain.access.SecretText;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;

/**
 * A line of the log as a JSON object of texts: {@code at}, {@code level}, {@code logger}, {@code thread}, {@code message}, what
 * the thread was at ({@code run}, {@code job}, {@code attempt}, {@code trace}), and {@code error}, the stack trace.
 */
final class JsonLines extends ExtFormatter {
    private static final JsonFactory JSON = new JsonFactory();

    /** What stands before a stack trace in a line of text, behind its message. */
    private static final String BEFORE_TRACE = ": ";

    private final ExtFormatter trace = new PatternFormatter("%e");

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
            String error = trace.format(entry);
            members.put(
                    "error",
                    SecretText.hidden(error.startsWith(BEFORE_TRACE) ? error.substring(BEFORE_TRACE.length()) : error));
        }
        return line(members);
    }

    /** Nobody reads from where in the sources a line comes; to find that out takes a stack trace for each. */
    @Override
    public boolean isCallerCalculationRequired() {
        return false;
    }

    private static String line(Map<String, String> members) {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            for (Map.Entry<String, String> member : members.entrySet()) {
                json.writeStringField(member.getKey(), member.getValue());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return line.append('\n').toString();
    }
}
