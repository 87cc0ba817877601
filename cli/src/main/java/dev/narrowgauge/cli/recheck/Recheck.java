package dev.narrowgauge.cli.recheck;

import dev.narrowgauge.cli.output.Screen;
import dev.narrowgauge.cli.output.Screen.Tone;
import dev.narrowgauge.domain.decision.Numbers;
import dev.narrowgauge.domain.gate.Effect;
import dev.narrowgauge.domain.gate.Row;
import dev.narrowgauge.domain.gate.RuleOutcome;
import dev.narrowgauge.domain.gate.Verdict;
import dev.narrowgauge.domain.range.LeftRange;
import dev.narrowgauge.domain.range.RangeUse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What came of judging a variant once more.
 *
 * @param before its row in the verdict
 * @param now the same on the new data
 * @param ranges what each of its activations was given
 * @param unseen activations whose ranges were not looked at
 * @param compared whether the ranges that were left are so by comparison with other data
 */
record Recheck(Row before, Row now, List<RangeUse> ranges, int unseen, List<LeftRange> left, boolean compared) {
    private static final int SHOWN = 5;

    void print(Screen screen) {
        String head = now.verdict() == before.verdict() ? "HOLDS" : "CHANGED";
        screen.headline(
                Tone.of(now.verdict()),
                head,
                "%s on %s new samples; the verdict on the variant was %s."
                        .formatted(now.verdict(), Numbers.count(now.accuracy().samples()), before.verdict()));
        screen.blank();
        for (RuleOutcome outcome : now.rules()) {
            screen.headline(
                    Tone.of(outcome.verdict()),
                    "%s %s%s".formatted(outcome.rule(), outcome.verdict(), effect(outcome)),
                    "%s Before: %s.".formatted(outcome.sentence(), earlier(outcome.rule())));
        }
        screen.blank();
        screen.line("ranges", rangesSentence());
        left.stream().limit(SHOWN).forEach(range -> screen.line("", range.sentence()));
        if (left.size() > SHOWN) {
            screen.line("", "And %d more.".formatted(left.size() - SHOWN));
        }
    }

    /** Nothing of a rule that decides. */
    private static String effect(RuleOutcome outcome) {
        return outcome.effect() == Effect.DECIDES
                ? ""
                : " (%s)".formatted(outcome.effect().name().toLowerCase(Locale.ROOT));
    }

    private String earlier(String rule) {
        return before.rules().stream()
                .filter(outcome -> outcome.rule().equals(rule))
                .map(RuleOutcome::verdict)
                .findFirst()
                .map(Verdict::name)
                .orElse("not applied");
    }

    private String rangesSentence() {
        String others = unseen == 0
                ? ""
                : " %s quantized otherwise, and not looked at."
                        .formatted(Numbers.counted(unseen, "activation") + (unseen == 1 ? " is" : " are"));
        if (ranges.isEmpty()) {
            return "No activation of the variant has a range that was fixed beforehand." + others;
        }
        String of = "%d of %s".formatted(left.size(), Numbers.counted(ranges.size(), "activation"));
        return (compared
                        ? "%s have more of their values clipped than with the reference.".formatted(of)
                        : "%s have values that are clipped; --reference DATA tells whether that is more than it was."
                                .formatted(of))
                + others;
    }

    Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("recipe", now.recipe());
        document.put("verdict", now.verdict());
        document.put("verdictBefore", before.verdict());
        document.put("holds", now.verdict() == before.verdict());
        document.put("samples", now.accuracy().samples());
        document.put("rules", now.rules());
        document.put("rulesBefore", before.rules());
        document.put("ranges", ranges);
        document.put("unseenActivations", unseen);
        document.put("comparedWithReference", compared);
        document.put("left", left);
        return document;
    }
}
