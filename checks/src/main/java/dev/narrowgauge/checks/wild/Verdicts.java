package dev.narrowgauge.checks.wild;

import dev.narrowgauge.domain.decision.Decision.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What is wrong with the decision about one network, a sentence each. */
final class Verdicts {
    private Verdicts() {}

    static List<String> against(String row, WildFigures figures) {
        List<String> failures = new ArrayList<>();
        if (isOutcome(figures, Outcome.SHIP)) {
            figures.ours()
                    .broken()
                    .forEach(broken -> failures.add("%s ships, and on new samples %s".formatted(row, broken)));
            if (!figures.ours().loads()) {
                failures.add("%s ships, and its file ends with %s"
                        .formatted(row, figures.ours().problem()));
            } else if (!figures.ours().isFaster()) {
                failures.add(String.format(
                        Locale.ROOT,
                        "%s ships, and its time is %.3f [%.3f, %.3f] of the original's",
                        row,
                        figures.ours().ratio(),
                        figures.ours().ratioLow(),
                        figures.ours().ratioHigh()));
            }
        } else if (isOutcome(figures, Outcome.SHIP_FP32) || isOutcome(figures, Outcome.INVALID)) {
            Stream.concat(figures.tried().stream(), figures.peers().stream())
                    .filter(Candidate::passes)
                    .forEach(other -> failures.add(String.format(
                            Locale.ROOT,
                            "%s is to stay FP32, and %s keeps its accuracy (%s) in %.2f of the time",
                            row,
                            other.name(),
                            other.accuracy(),
                            other.ratio())));
        } else if (!isOutcome(figures, Outcome.CANNOT_TELL)) {
            failures.add("%s ends with %s: %s".formatted(row, figures.decision(), figures.reason()));
        }
        if (!figures.sameUnderLoad()) {
            failures.add("%s: a second run under load gives another file".formatted(row));
        }
        return failures;
    }

    static boolean isOutcome(WildFigures figures, Outcome outcome) {
        return figures.decision().equals(outcome.name());
    }
}
