package dev.narrowgauge.domain.determinism;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.decision.Numbers;
import dev.narrowgauge.domain.determinism.RunSettings.Rewriting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Runs a model in several ways and holds what comes out against what comes out of the usual one. Where something differs it
 * looks for a setting under which it does not: the one that costs least comes first.
 */
public final class DeterminismCheck {
    /** Comparisons of a way with itself come first. */
    static final int REPEATS = 2;

    private static final List<Remedy> REMEDIES = List.of(
            new Remedy("use_deterministic_compute=1", RunSettings::deterministic),
            new Remedy(
                    "graph_optimization_level=ORT_ENABLE_EXTENDED",
                    settings -> settings.withRewriting(Rewriting.ENABLE_EXTENDED)),
            new Remedy(
                    "graph_optimization_level=ORT_ENABLE_BASIC",
                    settings -> settings.withRewriting(Rewriting.ENABLE_BASIC)),
            new Remedy("intra_op_num_threads=1", settings -> settings.withThreads(1)),
            new Remedy(
                    "graph_optimization_level=ORT_DISABLE_ALL",
                    settings -> settings.withRewriting(Rewriting.DISABLE_ALL)));

    private final Runs runs;
    private final Map<RunSettings, Answers> known = new HashMap<>();

    /** A setting that may remove a difference. */
    private record Remedy(String setting, UnaryOperator<RunSettings> change) {}

    /** The model. */
    @FunctionalInterface
    public interface Runs {
        /**
         * Runs all samples in a session that is opened for it, once or more often.
         *
         * @return what came out each time
         */
        List<Answers> of(RunSettings settings, int times);
    }

    public DeterminismCheck(Runs runs) {
        this.runs = requireNonNull(runs, "runs is null");
    }

    /** @param usual as the model is used */
    public DeterminismReport check(RunSettings usual) {
        List<Difference> differences = new ArrayList<>(brief(usual));
        for (Rewriting rewriting : Rewriting.values()) {
            if (rewriting != usual.rewriting()) {
                differences.add(compared(
                        "graph optimization %s instead of %s".formatted(rewriting, usual.rewriting()),
                        usual,
                        usual.withRewriting(rewriting)));
            }
        }
        return new DeterminismReport(differences);
    }

    /** As above, of repeats and threads alone: optimizations are not changed between two runs of a service. */
    public DeterminismReport checkBriefly(RunSettings usual) {
        return new DeterminismReport(brief(usual));
    }

    private List<Difference> brief(RunSettings usual) {
        List<Difference> differences = new ArrayList<>();
        List<Answers> twice = runs.of(usual, 2);
        known.put(usual, twice.getFirst());
        Difference again = Difference.between("the same input again", twice.getFirst(), twice.getLast());
        differences.add(again.differs() ? again.withRemedy(againRemedy(usual)) : again);
        Difference anew = Difference.between(
                "the same input in a session opened anew",
                twice.getFirst(),
                runs.of(usual, 1).getFirst());
        differences.add(anew.differs() ? anew.withRemedy(anewRemedy(usual)) : anew);
        int other = usual.threads() == 1 ? 2 : 1;
        differences.add(compared(
                "%s instead of %d".formatted(Numbers.counted(other, "thread"), usual.threads()),
                usual,
                usual.withThreads(other)));
        return differences;
    }

    private Difference compared(String what, RunSettings usual, RunSettings other) {
        Difference difference = Difference.between(what, answers(usual), answers(other));
        return difference.differs() ? difference.withRemedy(remedy(usual, other)) : difference;
    }

    /** Of a setting that makes the two ways one nothing is learnt, so it comes last. */
    private String remedy(RunSettings usual, RunSettings other) {
        for (Remedy remedy : REMEDIES) {
            RunSettings first = remedy.change().apply(usual);
            RunSettings second = remedy.change().apply(other);
            if (!first.equals(second)
                    && answers(first).samples().equals(answers(second).samples())) {
                return remedy.setting();
            }
        }
        return usual.threads() == other.threads() ? level(other) : fewerThreads(usual, other);
    }

    /** The furthest rewriting that still gives what the other way gives. */
    private String level(RunSettings other) {
        List<Rewriting> furthestFirst = List.of(Rewriting.values()).reversed();
        Rewriting level = furthestFirst.stream()
                .filter(one -> answers(other.withRewriting(one))
                        .samples()
                        .equals(answers(other).samples()))
                .findFirst()
                .orElse(other.rewriting());
        return "graph_optimization_level=ORT_" + level;
    }

    private static String fewerThreads(RunSettings usual, RunSettings other) {
        return "intra_op_num_threads=%d everywhere".formatted(Math.min(usual.threads(), other.threads()));
    }

    private String againRemedy(RunSettings usual) {
        for (Remedy remedy : REMEDIES) {
            List<Answers> twice = runs.of(remedy.change().apply(usual), 2);
            if (twice.getFirst().samples().equals(twice.getLast().samples())) {
                return remedy.setting();
            }
        }
        return null;
    }

    private String anewRemedy(RunSettings usual) {
        for (Remedy remedy : REMEDIES) {
            RunSettings changed = remedy.change().apply(usual);
            if (runs.of(changed, 1)
                    .getFirst()
                    .samples()
                    .equals(runs.of(changed, 1).getFirst().samples())) {
                return remedy.setting();
            }
        }
        return null;
    }

    private Answers answers(RunSettings settings) {
        return known.computeIfAbsent(settings, one -> runs.of(one, 1).getFirst());
    }
}
