package dev.narrowgauge.engine.runtime.search;

import dev.narrowgauge.domain.decision.Numbers;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.recipe.Mode;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.report.SearchStep;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.quantizer.dynamic.DynamicQuantizer;
import dev.narrowgauge.engine.runtime.pipe.ProgressMeter;
import dev.narrowgauge.engine.runtime.ranking.Ranking;
import dev.narrowgauge.engine.runtime.variant.FusionRounds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the variant that an expert would come to: the kinds of ranges that the model's layers suggest, each made and run on
 * part of the samples; where a limit breaks, with the nodes that cost most out of the integers. What costs least by count of
 * those that hold the limits is taken. No clock decides, unless seconds were asked for. Of a large
 * model, where each variant takes long, no other one is tried than a first one that clearly keeps the limits.
 */
public final class VariantSearch {
    /** What is left is for variants that are made with it. */
    private static final double MOST_FOR_RANKING = 0.4;

    private final Workshop workshop;
    private final SearchBudget budget;
    private final LimitUse limits;
    private final Leader leader;
    private final ProgressMeter progress;
    private final List<Trial> trials = new ArrayList<>();
    private final List<String> givenUp = new ArrayList<>();

    public VariantSearch(Workshop workshop, SearchWish wish, ProgressMeter progress) {
        this.workshop = workshop;
        this.limits = new LimitUse(wish.limits());
        this.budget = new SearchBudget(workshop.plainRuns(), wish.seconds(), System::nanoTime);
        this.leader = new Leader(wish.preference());
        this.progress = progress;
    }

    /** @param recipe with the mode left open */
    public ChosenVariant search(Recipe recipe) {
        look(Start.first(workshop.prepared(), recipe));
        progress.hold("choose", budget.total());
        if (!workshop.isLarge() || !leader.best().clearlyHolds()) {
            lookAtOthers(recipe);
            repairBroken(recipe);
        }
        progress.release();
        Trial best = leader.best();
        List<String> decisions = new ArrayList<>(givenUp);
        decisions.addFirst(sentence(best));
        FusionRounds variant = workshop.finished(best, best == trials.getFirst());
        return new ChosenVariant(best.recipe(), variant, decisions, steps(), Optional.of(budget.effort()));
    }

    private void lookAtOthers(Recipe recipe) {
        boolean bringsNothing = leader.best().bringsNothing();
        for (Start start : Start.others(
                workshop.prepared(), recipe, workshop.reference(recipe).cost(), bringsNothing)) {
            if (budget.allows(workshop.runsOfALook())) {
                budget.spend(workshop.runsOfALook());
                look(start);
            }
        }
    }

    private void look(Start start) {
        consider(workshop.look(start.what(), start.recipe(), limits));
    }

    private void consider(Trial trial) {
        trials.add(trial);
        // What has nothing in integers any more is the float model, which needs no variant.
        if (trials.size() == 1 || trial.variant().quantizesSomething()) {
            leader.consider(trial);
        }
        progress.advanceHeldTo(budget.done());
    }

    /** Of every start that breaks a limit and would be worth having without, the cheapest first. */
    private void repairBroken(Recipe recipe) {
        List<Trial> broken = trials.stream()
                .filter(trial -> !trial.holds())
                .sorted(Comparator.comparingDouble(leader::price))
                .toList();
        for (Trial trial : broken) {
            if (leader.couldBeBeatenBy(trial) && budget.allows(workshop.runsOfALook())) {
                repairIfItRuns(recipe, trial);
            }
        }
    }

    /** The variants that were tried are there, whatever becomes of others. */
    private void repairIfItRuns(Recipe recipe, Trial trial) {
        try {
            repair(recipe, trial);
        } catch (NarrowgaugeException e) {
            if (e.code() != ErrorCode.MODEL_REJECTED_BY_RUNTIME) {
                throw e;
            }
            givenUp.add("Nothing was repaired in \"%s\": what its nodes cost could not be looked at (%s)"
                    .formatted(trial.what(), e.getMessage()));
        }
    }

    private void repair(Recipe recipe, Trial trial) {
        Ranking ranking = rank(trial);
        Optional<Trial> ranged = new RangeChoice(workshop, limits, budget).look(trial, ranking);
        ranged.ifPresent(this::consider);
        if (ranged.filter(Trial::holds).isPresent()) {
            return;
        }
        Trial base = ranged.filter(other -> other.use() < trial.use()).orElse(trial);
        takeNodesOut(recipe, base, base == trial ? ranking : rank(base));
    }

    private Ranking rank(Trial trial) {
        Ranking ranking = workshop.rank(trial, budget.left() * MOST_FOR_RANKING);
        budget.spend(ranking.runs());
        return ranking;
    }

    private void takeNodesOut(Recipe recipe, Trial base, Ranking ranking) {
        Set<String> measuring = measuring(recipe, base);
        boolean isHeld = repaired(base, ranking, measuring);
        if (!isHeld && !measuring.isEmpty()) {
            repaired(base, ranking, Set.of());
        }
    }

    private boolean repaired(Trial trial, Ranking ranking, Set<String> measuring) {
        return new Repair(workshop, limits, budget, trial, ranking, measuring, this::consider)
                .run()
                .isPresent();
    }

    /** Nodes with ranges measured beforehand that can also measure them at each run. */
    private Set<String> measuring(Recipe recipe, Trial trial) {
        if (trial.recipe().mode() == Mode.DYNAMIC) {
            return Set.of();
        }
        return DynamicQuantizer.plan(workshop.prepared(), recipe).integerProducts().stream()
                .map(GraphNode::name)
                .filter(node -> !trial.recipe().measuresWhileRunning(node))
                .collect(Collectors.toCollection(HashSet::new));
    }

    private List<SearchStep> steps() {
        return trials.stream()
                .map(trial -> trial == leader.best() ? trial.step().asTaken() : trial.step())
                .toList();
    }

    private String reason(Trial best) {
        if (!best.variant().quantizesSomething()) {
            return "nothing could be quantized";
        }
        return trials.size() == 1 && best.holds() ? "it is expected to keep the limits" : leader.reason();
    }

    private String sentence(Trial best) {
        String kind = best.recipe().mode().name().toLowerCase(Locale.ROOT);
        String cost = best.costRatio() == null
                ? ""
                : " counted cost %s of float's (table %s),"
                        .formatted(Numbers.ratio(best.costRatio()), workshop.rates());
        String against = trials.size() == 1 ? "" : "of %d variants tried, ".formatted(trials.size());
        return "%s: %s%s;%s %s on %d calibration samples."
                .formatted(
                        kind.substring(0, 1).toUpperCase(Locale.ROOT) + kind.substring(1),
                        against,
                        reason(best),
                        cost,
                        best.step().brought().split(";")[0],
                        workshop.samples());
    }
}
