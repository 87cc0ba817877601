package dev.narrowgauge.service.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.narrowgauge.domain.access.KeyText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Test;

class TestJsonLines {
    private final JsonLines lines = new JsonLines();

    @Test
    void lineSaysWhatTheThreadWasAt() {
        ExtLogRecord entry = entry("attempt \"2\"\nfailed\t\uD83D\uDE00");
        entry.putMdc("run", "018f4a40-6a3e-7c7b-b9a1-3d2f6a1f0c55");
        entry.putMdc("attempt", "2");
        entry.setThrown(new IllegalStateException("no graph"));

        String line = lines.format(entry);

        assertThat(line)
                .startsWith("{\"at\":\"20")
                .endsWith("}\n")
                .contains("\"level\":\"INFO\",\"logger\":\"tests\",\"thread\":\"")
                .contains("\"message\":\"attempt \\\"2\\\"\\nfailed\\t\uD83D\uDE00\"")
                .contains("\"attempt\":\"2\",\"run\":\"018f4a40-6a3e-7c7b-b9a1-3d2f6a1f0c55\"")
                .contains("\"error\":\"java.lang.IllegalStateException: no graph\\n\\tat ");
        assertThat(line.lines()).hasSize(1);
    }

    /** Such as a message that was cut in the middle of a pair: readers refuse half of one. */
    @Test
    void lineIsJsonWhateverIsInIt() throws IOException {
        ExtLogRecord entry = entry("half of a pair: \uD83D, a control \u0001 and the end\u2028");

        List<String> texts = new ArrayList<>();
        try (JsonParser read =
                new JsonFactory().createParser(lines.format(entry).getBytes(UTF_8))) {
            while (read.nextToken() != null) {
                texts.add(read.getText());
            }
        }
        assertThat(texts)
                .filteredOn(text -> text.startsWith("half of a pair: "))
                .singleElement()
                .asString()
                .endsWith(", a control \u0001 and the end\u2028");
    }

    @Test
    void noLineHasASecretInIt() {
        KeyText key = KeyText.random();
        ExtLogRecord entry = entry("sent Bearer " + key.text());
        entry.putMdc("run", key.text());
        entry.setThrown(new IllegalStateException("password=hunter2", new IllegalStateException(key.text())));
        TextLines text = new TextLines(new PatternFormatter("%s%e%X%n"));

        for (ExtFormatter formatter : List.of(lines, text)) {
            assertThat(formatter.format(entry))
                    .contains("sent Bearer ng_")
                    .doesNotContain(key.secret())
                    .doesNotContain("hunter2");
        }
    }

    private static ExtLogRecord entry(String message) {
        ExtLogRecord entry = new ExtLogRecord(Level.INFO, message, TestJsonLines.class.getName());
        entry.setLoggerName("tests");
        return entry;
    }
}
