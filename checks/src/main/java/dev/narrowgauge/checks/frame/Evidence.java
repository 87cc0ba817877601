package dev.narrowgauge.checks.frame;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** The page that says what a check has shown: where, when, on what, with which figures. */
record Evidence(Check check, Conclusion conclusion, Checkout checkout, Machine machine, LocalDate date) {
    static Evidence of(Check check, Conclusion conclusion, Checkout checkout) {
        return new Evidence(check, conclusion, checkout, Machine.current(), LocalDate.now(ZoneOffset.UTC));
    }

    Path write() {
        Path file = checkout.root().resolve("docs/evidence/" + check.name() + ".md");
        try {
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text());
        } catch (IOException e) {
            throw new NarrowgaugeException(
                    ErrorCode.OUTPUT_NOT_WRITABLE, "%s cannot be written: %s".formatted(file, e), e);
        }
    }

    String text() {
        StringBuilder text = new StringBuilder();
        text.append("# check %s: %s%n%n".formatted(check.name(), check.purpose()));
        text.append("| | |%n|---|---|%n".formatted());
        text.append("| commit | %s, %s |%n"
                .formatted(checkout.commit(), checkout.clean() ? "clean" : "with changes that are not committed"));
        text.append("| machine | %s |%n".formatted(machine));
        text.append("| command | `./narrowgauge check %s` |%n".formatted(check.name()));
        text.append("| date | %s |%n".formatted(date));
        text.append("| result | **%s** |%n%n".formatted(conclusion.passed() ? "PASS" : "FAIL"));
        conclusion.failures().forEach(failure -> text.append("- %s%n".formatted(failure)));
        if (!conclusion.passed()) {
            text.append("%n".formatted());
        }
        return text.append(conclusion.text()).append("%n".formatted()).toString();
    }
}
