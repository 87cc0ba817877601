package dev.narrowgauge.cli.local;

import dev.narrowgauge.cli.output.Screen;
import dev.narrowgauge.cli.output.Screen.Tone;
import dev.narrowgauge.domain.decision.Decision;
import dev.narrowgauge.domain.decision.Finding;
import dev.narrowgauge.domain.gate.RuleOutcome;
import java.util.Locale;

/** What to ship, in the words and the order in which a person reads it. */
final class DecisionText {
    private DecisionText() {}

    static void print(Screen screen, Decision decision) {
        screen.headline(Tone.of(decision.outcome()), decision.headline(), decision.reason());
        decision.missing().stream()
                .filter(missing -> !decision.reason().contains(missing))
                .forEach(missing -> screen.line("missing", missing));
        for (Finding finding : decision.findings()) {
            if (!decision.reason().contains(finding.sentence())) {
                screen.line(finding.state().name().toLowerCase(Locale.ROOT), finding.sentence());
            }
        }
    }

    /** @param subject what was held against the rule */
    static void print(Screen screen, String subject, RuleOutcome outcome) {
        screen.headline(Tone.of(outcome.verdict()), subject + " " + outcome.verdict(), outcome.sentence());
    }
}
