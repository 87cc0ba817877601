package dev.narrowgauge.checks.frame;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs a check: rows that this source has figures of are taken from the ledger, and all of them make the evidence. */
public final class Suite {
    private final Check check;
    private final CheckOptions options;
    private final Checkout checkout;
    private final PrintWriter out;

    public Suite(Check check, CheckOptions options, Checkout checkout, PrintWriter out) {
        this.check = check;
        this.options = options;
        this.checkout = checkout;
        this.out = out;
    }

    /**
     * @param only names or places of the rows to measure; empty for all
     * @param again whether rows with figures are measured once more
     * @return whether the check passed
     */
    public boolean run(List<String> only, boolean again) {
        List<String> all = check.rows(options);
        List<String> chosen = new Selection(only).of(all);
        Ledger ledger = new Ledger(
                options.work().resolve(check.name()).resolve("figures").resolve(checkout.key()));
        estimate(chosen.stream()
                .filter(row ->
                        again || ledger.find(row, check.inputs(row, options)).isEmpty())
                .toList());
        List<Figures> rows = new ArrayList<>();
        for (String row : chosen) {
            String inputs = check.inputs(row, options);
            Optional<Figures> known = again ? Optional.empty() : ledger.find(row, inputs);
            Figures figures = known.orElseGet(() -> check.measure(row, options));
            ledger.keep(figures, inputs);
            out.printf("%d/%d %-24s %s%n", rows.size() + 1, chosen.size(), row, check.line(figures));
            out.flush();
            rows.add(figures);
        }
        Conclusion conclusion = check.conclude(rows);
        out.printf("%n%s%n", conclusion.text());
        conclusion.failures().forEach(failure -> out.printf("- %s%n", failure));
        out.println(conclusion.passed() ? "PASS" : "FAIL");
        if (chosen.size() == all.size()) {
            out.println("Written: " + Evidence.of(check, conclusion, checkout).write());
        }
        return conclusion.passed();
    }

    /** How long a person has to wait, where that is known. */
    private void estimate(List<String> open) {
        int seconds = open.stream().mapToInt(check::budget).sum();
        if (seconds > 0) {
            out.printf("%d rows to measure, at most %d minutes.%n", open.size(), Math.ceilDiv(seconds, 60));
            out.flush();
        }
    }
}
