package dev.narrowgauge.checks.frame;

import java.util.List;

/**
 * What all rows together say.
 *
 * @param failures sentences; none is a PASS
 * @param text figures and what they mean, as Markdown
 */
public record Conclusion(List<String> failures, String text) {
    public Conclusion {
        failures = List.copyOf(failures);
    }

    public boolean passed() {
        return failures.isEmpty();
    }
}
