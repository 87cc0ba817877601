package dev.narrowgauge.domain.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.regex.Pattern;

/** Keys of quality reports that had another name in version 1. */
final class RenamedKeys {
    private RenamedKeys() {}

    /** The report with the names of today, whichever of both versions it is of. */
    static String today(String reportJson) {
        String renamed = reportJson;
        Properties names = ofVersion1();
        for (String old : names.stringPropertyNames()) {
            // In a text the quotes would be escaped.
            renamed = Pattern.compile('"' + Pattern.quote(old) + "\"(?=\\s*:)")
                    .matcher(renamed)
                    .replaceAll('"' + names.getProperty(old) + '"');
        }
        return renamed;
    }

    private static Properties ofVersion1() {
        Properties names = new Properties();
        try (InputStream in = RenamedKeys.class.getResourceAsStream("version-1.properties")) {
            names.load(in);
            return names;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
