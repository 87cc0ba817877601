package dev.narrowgauge.domain.gate.render;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.decision.Numbers;
import dev.narrowgauge.domain.gate.ParetoSet;
import dev.narrowgauge.domain.gate.Verdict;
import dev.narrowgauge.domain.stats.Interval;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What was tried to repair a variant that lost too much, and what came of it.
 *
 * @param tries in their order, a line for each and device
 * @param result which one passes, or that none does, sentences
 */
public record RepairReport(List<Try> tries, String result) {
    public static final List<String> HEADINGS =
            List.of("try", "device", "loss", "latency / FP32", "size / FP32", "verdict", "Pareto set");

    public RepairReport {
        tries = List.copyOf(tries);
        requireNonNull(result, "result is null");
    }

    /**
     * One recipe on one device, on the samples that the repair chooses by.
     *
     * @param number of the recipe, from 1
     * @param what it is
     * @param loss share of the answers; null without labels or where it could not be measured
     * @param ratio latency; null where it could not be measured
     * @param size of the file, as a ratio to FP32's; null likewise
     */
    public record Try(
            int number, String what, String device, Interval loss, Interval ratio, Double size, Verdict verdict) {
        public Try {
            requireNonNull(what, "what is null");
            requireNonNull(device, "device is null");
            requireNonNull(verdict, "verdict is null");
        }

        private Double[] costs() {
            return new Double[] {loss == null ? null : loss.estimate(), ratio == null ? null : ratio.estimate(), size};
        }
    }

    /** Of each line whether no other on the same device is as good in loss, latency and size, and better in one of them. */
    public List<Boolean> pareto() {
        return tries.stream()
                .map(one -> {
                    List<Try> there = tries.stream()
                            .filter(other -> other.device().equals(one.device()))
                            .toList();
                    return one.size() != null
                            && ParetoSet.of(there.stream().map(Try::costs).toList())
                                    .get(there.indexOf(one));
                })
                .toList();
    }

    /** As they are written, under {@link #HEADINGS}. */
    public List<List<String>> cells() {
        List<Boolean> pareto = pareto();
        return IntStream.range(0, tries.size())
                .mapToObj(place -> cells(tries.get(place), pareto.get(place)))
                .toList();
    }

    private static List<String> cells(Try made, boolean pareto) {
        return List.of(
                "%d: %s".formatted(made.number(), made.what()),
                made.device().isEmpty() ? GateReport.UNKNOWN : made.device(),
                made.loss() == null ? GateReport.UNKNOWN : Numbers.points(made.loss()),
                made.ratio() == null ? GateReport.UNKNOWN : Numbers.ratio(made.ratio()),
                made.size() == null ? GateReport.UNKNOWN : Numbers.ratio(made.size()),
                made.verdict().name(),
                pareto ? "yes" : "no");
    }
}
