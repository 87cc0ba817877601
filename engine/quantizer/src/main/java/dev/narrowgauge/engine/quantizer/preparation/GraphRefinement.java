package dev.narrowgauge.engine.quantizer.preparation;

import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.report.PreparationReport;
import dev.narrowgauge.engine.onnx.graph.FlatModel;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes a float graph in fewer and better-known operators before it is observed and quantized. What it writes counts only
 * if the model still computes the same on real samples; a step that fails there is undone and said so.
 */
public final class GraphRefinement {
    private static final List<Rewriting> REWRITINGS = Stream.of(
                    List.of(
                            new AffineFolding(),
                            new BatchNormConvolution(),
                            new LayerNormFusion(),
                            new SoftmaxFusion()),
                    List.<Rewriting>of(ActivationFusion.values()),
                    // Behind those: a factor in an activation is a part of it.
                    List.of(new AffineAbsorption(), new GatedResidual()))
            .flatMap(List::stream)
            .map(Rewriting.class::cast)
            .toList();

    private static final int NAMED = 3;
    private static final String UNDONE = "Undone: on real samples the results differed.";

    private final EquivalenceCheck check;
    private final List<PreparationReport> reports = new ArrayList<>();

    private record Attempt(Rewriting rewriting, ModelProto after, List<String> written) {}

    private GraphRefinement(EquivalenceCheck check) {
        this.check = check;
    }

    /** @param model the float model with all tensor data inside */
    public static Preparation refine(ModelProto model, EquivalenceCheck check) {
        GraphRefinement refinement = new GraphRefinement(check);
        ModelProto refined = refinement.refine(ModelPreparation.forFloat16(model));
        return new Preparation(refinement.equalize(refined), refinement.reports);
    }

    private ModelProto refine(ModelProto model) {
        List<Attempt> attempts = new ArrayList<>();
        ModelProto refined = model;
        for (Rewriting rewriting : REWRITINGS) {
            Attempt attempt = attempt(rewriting, refined);
            if (!attempt.written().isEmpty()) {
                attempts.add(attempt);
                refined = attempt.after();
            }
        }
        if (attempts.isEmpty() || check.computeTheSame(model, refined)) {
            attempts.forEach(this::accept);
            return refined;
        }
        return oneByOne(model, attempts);
    }

    private ModelProto oneByOne(ModelProto model, List<Attempt> attempts) {
        ModelProto refined = model;
        for (Attempt attempt : attempts) {
            Attempt again = attempt(attempt.rewriting(), refined);
            if (again.written().isEmpty()) {
                continue;
            }
            if (check.computeTheSame(refined, again.after())) {
                accept(again);
                refined = again.after();
            } else {
                reject(again.rewriting(), UNDONE);
            }
        }
        return refined;
    }

    /** Behind all else, when constants are where they stay. */
    private ModelProto equalize(ModelProto refined) {
        Attempt attempt = attempt(new ChannelEqualization(), refined);
        if (attempt.written().isEmpty()) {
            return refined;
        }
        if (check.computeTheSameClosely(refined, attempt.after())) {
            List<String> names = attempt.written();
            String detail = "Channels of different scale were given similar magnitudes: " + named(names);
            reports.add(new PreparationReport(attempt.rewriting().step(), names.size(), detail));
            return attempt.after();
        }
        reject(attempt.rewriting(), UNDONE);
        return refined;
    }

    private Attempt attempt(Rewriting rewriting, ModelProto before) {
        FlatModel flat = FlatModel.of(before);
        Graph graph = Graph.of(flat.graph());
        List<String> written = rewriting.apply(graph);
        if (written.isEmpty()) {
            return new Attempt(rewriting, before, List.of());
        }
        ModelProto.Builder after = flat.model().toBuilder();
        if (ModelPreparation.opset(before) < rewriting.opset()) {
            // Raised first: what is written has the meaning of the new opset, and must not be raised itself.
            graph = Graph.of(flat.graph());
            try {
                OpsetUpgrade.raise(after, graph, rewriting.opset());
            } catch (NarrowgaugeException e) {
                reject(rewriting, e.getMessage());
                return new Attempt(rewriting, before, List.of());
            }
            written = rewriting.apply(graph);
        }
        graph.removeUnusedInitializers();
        ModelProto rewritten = after.setGraph(graph.toProto()).build();
        return new Attempt(rewriting, flat.nested(rewritten), written);
    }

    private void accept(Attempt attempt) {
        List<String> names = attempt.written();
        reports.add(new PreparationReport(attempt.rewriting().step(), names.size(), named(names)));
    }

    private static String named(List<String> names) {
        String shown = String.join(", ", names.subList(0, Math.min(NAMED, names.size())));
        return names.size() > NAMED ? shown + " and " + (names.size() - NAMED) + " more" : shown;
    }

    private void reject(Rewriting rewriting, String reason) {
        reports.add(new PreparationReport(rewriting.step(), 0, reason));
    }
}
