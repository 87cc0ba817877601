package dev.narrowgauge.domain.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.narrowgauge.domain.digest.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A quality report as one HTML page that needs nothing else: no network, no other file. */
public final class ReportPage {
    private static final String REPORT = "/*REPORT*/";
    private static final String POLICY = "/*POLICY*/";
    private static final Pattern STYLE = Pattern.compile("<style>(.*?)</style>", Pattern.DOTALL);
    private static final Pattern SCRIPT = Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL);

    private ReportPage() {}

    /**
     * The page of a report.
     *
     * @param reportJson the report as JSON, as it was stored by this version or an older one
     */
    public static String of(String reportJson) {
        // Inside a script element nothing may look like the end of it; in JSON "<" stands in texts only.
        return template()
                .replace(POLICY, policy())
                .replace(REPORT, RenamedKeys.today(reportJson).replace("<", "\\u003c"));
    }

    /**
     * The Content-Security-Policy of the page: it runs its own script and no other, and neither loads nor sends anything. Bars
     * have their lengths as styles.
     */
    public static String policy() {
        Matcher script = SCRIPT.matcher(template());
        if (!script.find()) {
            throw new IllegalStateException("the page has no script");
        }
        return "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-%s'; base-uri 'none'; form-action 'none'"
                .formatted(Base64.getEncoder()
                        .encodeToString(Sha256.start().digest(script.group(1).getBytes(UTF_8))));
    }

    /** What pages look like that a person reads without a service: the content of a style element. */
    public static String style() {
        Matcher style = STYLE.matcher(template());
        if (!style.find()) {
            throw new IllegalStateException("the page has no style");
        }
        return style.group(1);
    }

    private static String template() {
        try (InputStream in = ReportPage.class.getResourceAsStream("report.html")) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
