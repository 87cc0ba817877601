package dev.narrowgauge.engine.onnx.reduce;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import dev.narrowgauge.engine.onnx.reduce.Fills.Number;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Reduces a model that shows a fault: fewer samples, fewer nodes, shorter dimensions, plainer weights, and names and
 * attributes only where the fault needs them. Each step is delta debugging over a list of things that can be left out, the
 * coarse before the fine, as hierarchical delta debugging does; whatever a step leaves still shows the fault.
 *
 * @see <a href="https://doi.org/10.1145/1134285.1134307">Misherghi and Su, HDD: Hierarchical Delta Debugging, 2006</a>
 */
public final class Reducer {
    /** Bypassing nodes lets others be cut, and the other way round; more rounds than this bring next to nothing. */
    private static final int MOST_ROUNDS = 3;

    /** Above it details are not worth a try each. */
    private static final int MOST_NODES_IN_DETAIL = 100;

    private final Trials trials;
    private final Ddmin ddmin;
    private final Function<FaultyModel, KnownValues> observer;
    private final boolean shortens;
    private boolean untaken;

    /** @param observer gives the values inside a model that shows the fault, as far as it runs */
    public Reducer(Trials trials, Function<FaultyModel, KnownValues> observer) {
        this(trials, observer, true);
    }

    /** @param shortens whether dimensions may become shorter */
    public Reducer(Trials trials, Function<FaultyModel, KnownValues> observer, boolean shortens) {
        this.shortens = shortens;
        this.trials = requireNonNull(trials, "trials is null");
        this.observer = requireNonNull(observer, "observer is null");
        this.ddmin = new Ddmin(trials);
    }

    /** The smallest model found, which is {@code start} itself where nothing smaller shows the fault. */
    public FaultyModel reduce(FaultyModel start) {
        FaultyModel reduced = withoutConstantNodes(fewerSamples(start));
        for (int round = 0; round < MOST_ROUNDS && trials.isTimeLeft(); round++) {
            FaultyModel before = reduced;
            reduced = fewerNodes(fewerOutputs(reduced));
            if (reduced.nodes() == before.nodes()) {
                break;
            }
        }
        if (reduced.nodes() <= MOST_NODES_IN_DETAIL) {
            reduced = plainer(fewerTrimmings(shortens ? shorter(reduced) : reduced));
        }
        return renamed(fewerSamples(reduced));
    }

    /** Whether what was found is of a branch that no sample takes, because none that they take shows it alone. */
    public boolean isOfUntakenBranch() {
        return untaken;
    }

    private FaultyModel fewerSamples(FaultyModel model) {
        trials.begin("samples");
        Samples samples = model.samples();
        List<Integer> all = IntStream.range(0, samples.count()).boxed().toList();
        List<Integer> kept = ddmin.minimize(all, some -> trials.shows(model.withSamples(samples.only(some))));
        return model.withSamples(samples.only(kept));
    }

    private FaultyModel withoutConstantNodes(FaultyModel model) {
        FaultyModel candidate = Constants.asInitializers(model);
        return candidate.nodes() < model.nodes() ? ifItShows(candidate, model) : model;
    }

    private FaultyModel fewerOutputs(FaultyModel model) {
        trials.begin("outputs");
        List<ValueInfoProto> outputs = model.model().getGraph().getOutputList();
        return withOutputs(model, ddmin.minimize(outputs, some -> trials.shows(withOutputs(model, some))));
    }

    private static FaultyModel withOutputs(FaultyModel model, List<ValueInfoProto> outputs) {
        GraphProto graph = model.model().getGraph();
        if (outputs.size() == graph.getOutputCount()) {
            return model;
        }
        return Pruning.prune(model.withGraph(
                graph.toBuilder().clearOutput().addAllOutput(outputs).build()));
    }

    private FaultyModel fewerNodes(FaultyModel model) {
        FaultyModel cut = cutNodes(model);
        FaultyModel bypassed = bypassedNodes(cut);
        return cutBodies(inlinedBranches(bypassed));
    }

    private FaultyModel cutNodes(FaultyModel model) {
        trials.begin("nodes");
        NodeParts parts = new NodeParts(model, observer.apply(model));
        List<Integer> kept = fewest(parts, some -> trials.shows(parts.of(some)));
        return kept.size() == parts.all().size() ? model : parts.of(kept);
    }

    /** A node that stays because another cannot do without it may be the one that matters: then the other can go. */
    private List<Integer> fewest(NodeParts parts, Predicate<List<Integer>> shows) {
        List<Integer> kept = ddmin.minimize(parts.all(), shows);
        List<Integer> all = parts.reversed(kept);
        return all.size() == kept.size()
                ? kept
                : ddmin.minimize(all, some -> parts.reversed(some).size() == some.size() && shows.test(some));
    }

    private FaultyModel bypassedNodes(FaultyModel model) {
        if (model.model().getGraph().getNodeCount() < 2) {
            return model;
        }
        trials.begin("bypasses");
        Bypasses bypasses = new Bypasses(model, observer.apply(model));
        List<String> kept = ddmin.orNone(bypasses.all(), some -> trials.shows(bypasses.except(some)));
        return kept.size() == bypasses.all().size() ? model : bypasses.except(kept);
    }

    private FaultyModel inlinedBranches(FaultyModel model) {
        if (!Branches.areIn(model)) {
            return model;
        }
        trials.begin("branches");
        List<Branches.Inlined> candidates = Branches.inlined(model, observer.apply(model));
        trials.expect(candidates.size());
        for (Branches.Inlined candidate : candidates) {
            if (trials.shows(candidate.model())) {
                untaken |= !candidate.taken();
                return inlinedBranches(candidate.model());
            }
        }
        return model;
    }

    private FaultyModel cutBodies(FaultyModel model) {
        if (!Bodies.areIn(model)) {
            return model;
        }
        trials.begin("bodies");
        Bodies bodies = new Bodies(model, observer.apply(model));
        List<Integer> kept = fewest(bodies.parts(), some -> shows(bodies.withNodes(some)));
        FaultyModel cut = kept.size() == bodies.parts().all().size()
                ? model
                : bodies.withNodes(kept).orElse(model);
        if (!Bodies.areIn(cut)) {
            return cut;
        }
        Bodies left = new Bodies(cut, observer.apply(cut));
        List<String> needed = ddmin.orNone(left.bypasses(), some -> shows(left.withBypasses(some)));
        return needed.size() == left.bypasses().size()
                ? cut
                : left.withBypasses(needed).orElse(cut);
    }

    private boolean shows(Optional<FaultyModel> candidate) {
        return candidate.isPresent() && trials.shows(candidate.get());
    }

    private FaultyModel shorter(FaultyModel model) {
        trials.begin("lengths");
        FaultyModel shortest = model;
        for (long length : Lengths.of(model)) {
            shortest = shorter(shortest, length);
        }
        return shortest;
    }

    private FaultyModel shorter(FaultyModel model, long length) {
        trials.expect(Long.SIZE - Long.numberOfLeadingZeros(length - 1));
        for (long shorter = 1; shorter < length; shorter *= 2) {
            FaultyModel candidate = Lengths.shortened(model, length, shorter);
            if (trials.shows(candidate)) {
                return candidate;
            }
        }
        return model;
    }

    private FaultyModel fewerTrimmings(FaultyModel model) {
        trials.begin("attributes");
        Trimmings trimmings = new Trimmings(model);
        List<Trimmings.Place> kept = ddmin.orNone(trimmings.all(), some -> trials.shows(trimmings.only(some)));
        return kept.size() == trimmings.all().size() ? model : trimmings.only(kept);
    }

    private FaultyModel plainer(FaultyModel model) {
        trials.begin("weights");
        List<String> all = Fills.of(model);
        List<String> needed =
                ddmin.orNone(all, some -> trials.shows(Fills.filled(model, except(all, some), Number.ZERO)));
        FaultyModel plain = Fills.filled(model, except(all, needed), Number.ZERO);
        List<String> varied =
                ddmin.orNone(needed, some -> trials.shows(Fills.filled(plain, except(needed, some), Number.ONE)));
        return Fills.filled(plain, except(needed, varied), Number.ONE);
    }

    private static List<String> except(List<String> all, Collection<String> some) {
        Set<String> left = new HashSet<>(some);
        return all.stream().filter(name -> !left.contains(name)).toList();
    }

    /** Also where the time is over: what goes into a bug report is not to tell whose model it is. */
    private FaultyModel renamed(FaultyModel model) {
        trials.begin("names");
        trials.expect(2);
        FaultyModel bare = Tidying.withoutMetadata(model);
        FaultyModel tidy = trials.showsAtLast(bare) ? bare : model;
        FaultyModel renamed = Tidying.renamed(tidy);
        return trials.showsAtLast(renamed) ? renamed : tidy;
    }

    private FaultyModel ifItShows(FaultyModel candidate, FaultyModel otherwise) {
        return trials.shows(candidate) ? candidate : otherwise;
    }
}
