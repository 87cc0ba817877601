package dev.narrowgauge.domain.gate;

import dev.narrowgauge.domain.decision.Numbers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes the confidence of the rules one of all their tests together, by the step-down method of Holm (A simple sequentially
 * rejective multiple test procedure, Scandinavian Journal of Statistics 6, 1979): as many tests as are left share what may go
 * wrong; those that are shown all the same leave, and the others are held against what is left, until none leaves.
 *
 * <p>That a limit is broken is claimed by any test of any device and variant, so these are all corrected together. That
 * limits are kept is claimed of a whole variant, of which all tests have to show it, and no correction makes that safer (an
 * intersection-union test: Berger, Technometrics 24, 1982); only where any variant opens the gate are the variants corrected.
 */
final class HolmCorrection {
    private final Occasion occasion;
    private final List<JudgedVariant> judged;

    /** @param outcome of it by itself */
    private record Test(int variant, int place, RuleOutcome outcome) {}

    private HolmCorrection(Occasion occasion, List<JudgedVariant> judged) {
        this.occasion = occasion;
        this.judged = judged;
    }

    static List<JudgedVariant> correct(Policy policy, Occasion occasion, List<JudgedVariant> judged) {
        if (policy.multiplicity() == Multiplicity.EACH) {
            return judged;
        }
        var correction = new HolmCorrection(occasion, new ArrayList<>(judged));
        correction.correctFailures();
        if (policy.requires() == Requires.ANY) {
            correction.correctPasses();
        }
        return correction.judged;
    }

    private void correctFailures() {
        List<Test> left = new ArrayList<>(tests());
        boolean anyLeaves = true;
        while (anyLeaves) {
            int size = left.size();
            anyLeaves = left.removeIf(test -> test.outcome().verdict() == Verdict.FAIL && is(Verdict.FAIL, test, size));
        }
        left.stream()
                .filter(test -> test.outcome().verdict() == Verdict.FAIL)
                .forEach(test -> replace(test, left.size(), "test"));
    }

    private void correctPasses() {
        List<Test> tests = tests();
        Set<String> left = new HashSet<>();
        judged.stream()
                .filter(JudgedVariant::gating)
                .map(JudgedVariant::variant)
                .forEach(left::add);
        boolean anyLeaves = true;
        while (anyLeaves) {
            int size = left.size();
            anyLeaves = left.removeIf(variant -> tests.stream()
                    .filter(test -> judged.get(test.variant()).variant().equals(variant))
                    .allMatch(test -> test.outcome().verdict() == Verdict.PASS && is(Verdict.PASS, test, size)));
        }
        tests.stream()
                .filter(test -> left.contains(judged.get(test.variant()).variant()))
                .filter(test -> test.outcome().verdict() == Verdict.PASS)
                .forEach(test -> replace(test, left.size(), "variant"));
    }

    /** Of rules that decide, on rows that gate, whose outcome depends on how sure it has to be. */
    private List<Test> tests() {
        List<Test> tests = new ArrayList<>();
        for (int variant = 0; variant < judged.size(); variant++) {
            JudgedVariant one = judged.get(variant);
            for (int place = 0; one.gating() && place < one.rules().size(); place++) {
                RuleOutcome outcome = one.outcomes().get(place);
                boolean isTest =
                        outcome.observed() != null && outcome.observed().confidence() < 1;
                if (isTest && one.rules().get(place).decidesOn(occasion)) {
                    tests.add(new Test(variant, place, outcome));
                }
            }
        }
        return tests;
    }

    private boolean is(Verdict verdict, Test test, int tests) {
        return judged.get(test.variant()).amongTests(test.place(), tests).verdict() == verdict;
    }

    /** @param noun what is held against each other */
    private void replace(Test test, int tests, String noun) {
        JudgedVariant one = judged.get(test.variant());
        RuleOutcome corrected = one.amongTests(test.place(), tests);
        if (corrected.verdict() == test.outcome().verdict()) {
            return;
        }
        List<RuleOutcome> outcomes = new ArrayList<>(one.outcomes());
        outcomes.set(
                test.place(),
                corrected.judged(
                        corrected.verdict(),
                        "%s By itself it is %s; among %s, by Holm's method, that is not shown."
                                .formatted(
                                        corrected.sentence(), test.outcome().verdict(), Numbers.counted(tests, noun))));
        judged.set(test.variant(), one.with(outcomes));
    }
}
