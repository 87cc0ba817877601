package dev.narrowgauge.domain.gate;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.decision.Decision;
import dev.narrowgauge.domain.decision.Decision.Outcome;
import dev.narrowgauge.domain.gate.VerdictDocument.DeviceDecision;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Holds evidence against a policy. Pure: the same evidence and policy give the same rows on every machine. */
public final class Gate {
    private static final String NOWHERE = "";

    /** A variant about which nothing can be told may still be the one to ship. */
    private static final List<Decision.Outcome> RANKS =
            List.of(Outcome.SHIP, Outcome.CANNOT_TELL, Outcome.SHIP_FP32, Outcome.INVALID);

    private final Policy policy;
    private final Occasion occasion;

    public Gate(Policy policy, Occasion occasion) {
        this.policy = requireNonNull(policy, "policy is null");
        this.occasion = requireNonNull(occasion, "occasion is null");
    }

    /** At a time when every date of the policy is past, on a model that nobody knows. */
    public Gate(Policy policy) {
        this(policy, Occasion.UNKNOWN);
    }

    /** The baseline's row per node, then a row per piece of evidence, in the order given. */
    public List<Row> rows(List<Evidence> evidence) {
        Map<String, Row> baselines = new LinkedHashMap<>();
        List<JudgedVariant> judged = new ArrayList<>();
        for (Evidence piece : evidence) {
            if (piece instanceof Evidence.Measured measured) {
                baselines.putIfAbsent(
                        measured.device().node() + '/' + measured.device().deviceClass(),
                        VariantRows.baseline(measured));
                judged.add(JudgedVariant.of(policy, occasion, measured));
            }
        }
        Iterator<JudgedVariant> corrected =
                HolmCorrection.correct(policy, occasion, judged).iterator();
        VariantRows made = new VariantRows(policy, occasion);
        List<Row> rows = new ArrayList<>(baselines.values());
        for (Evidence piece : evidence) {
            rows.add(
                    switch (piece) {
                        case Evidence.Measured _ -> made.measured(corrected.next());
                        case Evidence.Missing missing -> made.missing(missing);
                    });
        }
        return rows;
    }

    /** That of every variant that gates, or of the best of them, as the policy asks; without any there is nothing to pass. */
    public Verdict verdict(List<Row> rows) {
        List<Row> gating = rows.stream().filter(Row::gating).toList();
        if (policy.requires() == Requires.EVERY) {
            return strongest(gating);
        }
        return gating.stream()
                .collect(Collectors.groupingBy(row -> variant(row.recipe(), row.precision())))
                .values()
                .stream()
                .map(Gate::strongest)
                .min(Comparator.naturalOrder())
                .orElse(Verdict.INVALID);
    }

    private static Verdict strongest(List<Row> rows) {
        return Verdict.strongest(rows.stream().map(Row::verdict).toList());
    }

    /** By what the rows of one variant are told from those of another. */
    static String variant(String recipe, String precision) {
        return precision + ' ' + recipe;
    }

    /**
     * What to ship on each device: the best that can be said of any variant there. Of several that nothing tells apart, one of a
     * precision that gates, as the verdict is about those.
     */
    public List<DeviceDecision> decisions(List<Row> rows) {
        Map<String, List<Row>> judged = rows.stream()
                .filter(row -> !row.baseline())
                .collect(Collectors.groupingBy(Gate::device, LinkedHashMap::new, Collectors.toList()));
        // A variant that was never made is news only where no other was.
        if (judged.size() > 1) {
            judged.remove(NOWHERE);
        }
        return judged.values().stream()
                .map(Gate::best)
                .map(row -> new DeviceDecision(
                        row.device() == null ? null : row.device().deviceClass(),
                        row.device() == null ? null : row.device().node(),
                        row.recipe(),
                        row.decision()))
                .toList();
    }

    private static String device(Row row) {
        return row.device() == null ? NOWHERE : row.device().deviceClass();
    }

    private static Row best(List<Row> rows) {
        Outcome outcome = RANKS.stream()
                .filter(rank -> rows.stream().anyMatch(row -> row.decision().outcome() == rank))
                .findFirst()
                .orElseThrow();
        List<Row> equal = rows.stream()
                .filter(row -> row.decision().outcome() == outcome)
                .sorted(Comparator.comparingDouble(Gate::ratio))
                .toList();
        Row fastest = equal.getFirst();
        return equal.stream()
                .filter(row -> row.gating() && !(outcome == Outcome.SHIP && isSlower(row, fastest)))
                .findFirst()
                .orElse(fastest);
    }

    private static double ratio(Row row) {
        return row.latency() == null || row.latency().ratio() == null
                ? Double.POSITIVE_INFINITY
                : row.latency().ratio().estimate();
    }

    /** Whether that is shown, as far as two intervals that were not measured together show it; what is no faster is no better to ship. */
    private static boolean isSlower(Row row, Row other) {
        return row.latency() != null
                && row.latency().ratio() != null
                && other.latency() != null
                && other.latency().ratio() != null
                && row.latency().ratio().low() > other.latency().ratio().high();
    }
}
