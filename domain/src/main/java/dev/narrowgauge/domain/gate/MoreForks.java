package dev.narrowgauge.domain.gate;

import dev.narrowgauge.domain.decision.Numbers;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What is to be measured further before a run gets its verdict: of one variant on one device class.
 *
 * @param reason a sentence
 */
public record MoreForks(String variantId, String deviceClass, int forks, String reason) {
    /** What is foretold is exceeded half of the time. */
    private static final double RESERVE = 1.5;

    private static final int FEWEST = 6;

    /**
     * Of a run that would be INCONCLUSIVE. Only where more forks may decide it: all that keeps a variant from passing are rules
     * that say {@code extend} and that forks decide. Nothing where the policy's limit is reached, or an extension came to nothing.
     *
     * @param rows of the gate by that policy
     * @param verdict of the same rows
     */
    public static List<MoreForks> of(Policy policy, List<Row> rows, Verdict verdict) {
        if (verdict != Verdict.INCONCLUSIVE) {
            return List.of();
        }
        List<Row> gating = rows.stream().filter(Row::gating).toList();
        Collection<List<Row>> together = policy.requires() == Requires.EVERY
                ? List.of(gating)
                : gating.stream()
                        .collect(Collectors.groupingBy(row -> Gate.variant(row.recipe(), row.precision())))
                        .values();
        Map<String, Rule> rules = policy.rules().stream().collect(Collectors.toMap(Rule::id, Function.identity()));
        return together.stream()
                .map(each -> undecided(each))
                .filter(each -> each.stream().allMatch(row -> isToExtend(policy, rules, row)))
                .flatMap(List::stream)
                .map(row -> of(policy, rules, row))
                .toList();
    }

    /** Empty where one fails: no fork changes that. */
    private static List<Row> undecided(List<Row> rows) {
        return Verdict.strongest(rows.stream().map(Row::verdict).toList()) != Verdict.INCONCLUSIVE
                ? List.of()
                : rows.stream()
                        .filter(row -> row.verdict() == Verdict.INCONCLUSIVE)
                        .toList();
    }

    private static boolean isToExtend(Policy policy, Map<String, Rule> rules, Row row) {
        Extension extension = row.extension();
        boolean mayBe = extension == null || extension.apart().isEmpty();
        return mayBe
                && timesLeft(policy, row) > 0
                && forksLeft(policy, row) > 0
                && undecidedRules(row).stream()
                        .map(outcome -> rules.get(outcome.rule()))
                        .allMatch(Rule::extendsByForks);
    }

    private static List<RuleOutcome> undecidedRules(Row row) {
        return row.rules().stream()
                .filter(outcome -> outcome.effect() == Effect.DECIDES && outcome.verdict() == Verdict.INCONCLUSIVE)
                .toList();
    }

    private static int timesLeft(Policy policy, Row row) {
        int extended = row.extension() == null ? 0 : row.extension().forks().size() - 1;
        return policy.extend().times() - extended;
    }

    private static int forksLeft(Policy policy, Row row) {
        return policy.extend().forks() - row.latency().evidence().forks().size();
    }

    private static MoreForks of(Policy policy, Map<String, Rule> rules, Row row) {
        List<RuleOutcome> undecided = undecidedRules(row);
        int share = Math.ceilDiv(forksLeft(policy, row), timesLeft(policy, row));
        int forks = undecided.stream()
                .mapToInt(outcome -> forks(rules.get(outcome.rule()).metric(), outcome, share))
                .max()
                .orElse(share);
        String names = undecided.stream().map(RuleOutcome::rule).collect(Collectors.joining(", "));
        return new MoreForks(
                row.variantId(),
                row.device().deviceClass(),
                forks,
                "%s on %s is extended by %s: %s not decided by %d."
                        .formatted(
                                row.recipe(),
                                row.device().deviceClass(),
                                Numbers.counted(forks, "fork"),
                                undecided.size() == 1 ? "rule %s is".formatted(names) : "rules %s are".formatted(names),
                                row.latency().evidence().forks().size()));
    }

    /**
     * How many are asked for may depend on what was seen only where the test holds however many there are (Cui, Hung and Wang,
     * Biometrics 55, 1999, on what goes wrong elsewhere).
     */
    private static int forks(Metric metric, RuleOutcome outcome, int share) {
        if (metric == Metric.COLD_START) {
            // Starts are measured beside the forks of a measurement, however many it has.
            return Math.min(share, FEWEST);
        }
        OptionalInt foretold = metric.holdsAtEveryLook()
                        && outcome.missing() != null
                        && outcome.missing().forks() != null
                ? OptionalInt.of((int) Math.ceil(RESERVE * outcome.missing().forks()))
                : OptionalInt.empty();
        return Math.min(share, Math.max(FEWEST, foretold.orElse(share)));
    }
}
