package dev.narrowgauge.engine.runtime.variant;

import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.engine.onnx.dataset.Batch;
import dev.narrowgauge.engine.onnx.dataset.Batches;
import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.quantizer.QuantizedModel;
import dev.narrowgauge.engine.quantizer.float16.HalfPrecisionPlan;
import dev.narrowgauge.engine.quantizer.float16.HalfPrecisionPlan.Candidate;
import dev.narrowgauge.engine.quantizer.float16.ValueRanges;
import dev.narrowgauge.engine.runtime.files.TaskDirectory;
import dev.narrowgauge.engine.runtime.observe.ObservedModel;
import dev.narrowgauge.engine.runtime.pipe.ProgressMeter;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import dev.narrowgauge.engine.runtime.session.Optimization;
import dev.narrowgauge.engine.runtime.session.TensorData;
import dev.narrowgauge.engine.runtime.verify.FloatOutputs;
import dev.narrowgauge.engine.runtime.verify.NoiseRatio;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Converts to half precision and checks the result: what half precision cannot hold is observed before, and what still
 * comes out wrong when values are rounded as it will round them is put down to the nodes that it comes from. Those go back
 * to float32, until the outputs are close.
 */
final class HalfPrecision {
    private static final long MOST_SAMPLES = 64;

    /** Half precision by itself is at 50 to 70 dB; below this some node makes much more of its rounding than others. */
    private static final double CLOSE_DECIBEL = 40;

    private final HalfPrecisionPlan plan;
    private final ModelProto prepared;
    private final BoundDataset samples;
    private final OnnxRuntime runtime;
    private final TaskDirectory work;
    private final ProgressMeter progress;

    private HalfPrecision(
            ModelProto prepared,
            Recipe recipe,
            BoundDataset samples,
            OnnxRuntime runtime,
            TaskDirectory work,
            ProgressMeter progress) {
        this.plan = HalfPrecisionPlan.of(prepared, recipe);
        this.prepared = prepared;
        this.samples = samples;
        this.runtime = runtime;
        this.work = work;
        this.progress = progress;
    }

    static QuantizedModel convert(
            ModelProto prepared,
            Recipe recipe,
            BoundDataset samples,
            OnnxRuntime runtime,
            TaskDirectory work,
            ProgressMeter progress) {
        return new HalfPrecision(prepared, recipe, samples, runtime, work, progress).convert();
    }

    private QuantizedModel convert() {
        ValueRanges ranges = observe();
        Map<String, String> keptFloat = new LinkedHashMap<>();
        // Not the result itself: a processor without half arithmetic runs that in float32 for the most part.
        ModelProto rounded = plan.emulate(ranges, keptFloat);
        for (int suspects = 1; !isClose(rounded); suspects *= 2) {
            Map<String, String> found = worst(rounded, plan.floatNodes(ranges, keptFloat), suspects);
            if (found.isEmpty()) {
                break;
            }
            keptFloat.putAll(found);
            rounded = plan.emulate(ranges, keptFloat);
        }
        return plan.convert(ranges, keptFloat);
    }

    private ValueRanges observe() {
        var ranges = new ValueRanges();
        Collection<String> tensors = plan.observedTensors();
        try (var model = open("observed.onnx", plan.observedModel(), tensors, Optimization.EXTENDED)) {
            long total = Math.min(MOST_SAMPLES, samples.samples());
            progress.begin("calibrate", total);
            try (Batches batches = samples.batches(model.batchSize(samples))) {
                for (long done = 0; done < total; ) {
                    Batch batch = batches.next();
                    Map<String, TensorData> values = model.run(batch);
                    values.forEach((tensor, value) -> ranges.observe(tensor, value.floats()));
                    done = batch.first() + batch.size();
                    progress.advanceTo(Math.min(done, total));
                }
            }
        }
        return ranges;
    }

    private boolean isClose(ModelProto rounded) {
        return compare(rounded, FloatOutputs.of(prepared.getGraph())).values().stream()
                .allMatch(noise -> noise.decibel() >= CLOSE_DECIBEL);
    }

    /**
     * The nodes that add most noise to what they read. Where such a node is in float32 already, what it reads has lost
     * what it needs, as when it subtracts nearly equal values: then those before it.
     */
    private Map<String, String> worst(ModelProto rounded, Set<String> known, int most) {
        Map<String, NoiseRatio> noise = compare(rounded, plan.observedTensors());
        Map<String, Double> added = new LinkedHashMap<>();
        List<Candidate> candidates = plan.candidates();
        if (candidates.isEmpty()) {
            return Map.of();
        }
        candidates.forEach(candidate ->
                added.put(candidate.node(), share(noise, candidate.outputs()) - share(noise, candidate.inputs())));
        double peak = Collections.max(added.values(), Double::compare);
        List<Candidate> worst = candidates.stream()
                .filter(candidate -> added.get(candidate.node()) > Math.max(0, peak / 10))
                .sorted(Comparator.comparing((Candidate candidate) -> added.get(candidate.node()))
                        .reversed())
                .toList();
        Map<String, String> reasons = new LinkedHashMap<>();
        for (Candidate candidate : worst) {
            if (reasons.size() >= most) {
                break;
            }
            String reason = String.format(
                    Locale.ROOT,
                    "In half precision '%s' would come out with noise at %.0f dB.",
                    candidate.node(),
                    -10 * Math.log10(added.get(candidate.node())));
            nearestHalf(candidate, candidates, known).forEach(node -> reasons.putIfAbsent(node, reason));
        }
        return reasons;
    }

    /** The node itself, or if it is in float32 the closest before it that are not. */
    private static List<String> nearestHalf(Candidate start, List<Candidate> all, Set<String> known) {
        List<String> found = new ArrayList<>();
        Set<Candidate> seen = new HashSet<>();
        Deque<Candidate> open = new ArrayDeque<>(List.of(start));
        while (!open.isEmpty()) {
            Candidate candidate = open.remove();
            if (!seen.add(candidate)) {
                continue;
            }
            if (!known.contains(candidate.node())) {
                found.add(candidate.node());
                continue;
            }
            all.stream()
                    .filter(other -> !Collections.disjoint(other.outputs(), candidate.inputs()))
                    .forEach(open::add);
        }
        return found;
    }

    /** Noise per signal of the worst of the tensors. */
    private static double share(Map<String, NoiseRatio> noise, List<String> tensors) {
        return tensors.stream()
                .mapToDouble(tensor -> Math.pow(10, -noise.get(tensor).decibel() / 10))
                .max()
                .orElse(0);
    }

    private Map<String, NoiseRatio> compare(ModelProto rounded, Collection<String> tensors) {
        Map<String, NoiseRatio> noise = new LinkedHashMap<>();
        tensors.forEach(tensor -> noise.put(tensor, new NoiseRatio()));
        long total = Math.min(MOST_SAMPLES, samples.samples());
        progress.begin("verify", total);
        try (var expected = open("expected.onnx", prepared, tensors, Optimization.EXTENDED);
                var actual = open("actual.onnx", rounded, tensors, Optimization.EXTENDED);
                Batches batches = samples.batches(Math.min(expected.batchSize(samples), actual.batchSize(samples)))) {
            for (long done = 0; done < total; ) {
                Batch batch = batches.next();
                Map<String, TensorData> reference = expected.run(batch);
                Map<String, TensorData> values = actual.run(batch);
                // Where rounding sent a value another way through the branches there is nothing to compare.
                noise.forEach((tensor, ratio) -> {
                    if (reference.containsKey(tensor)
                            && reference
                                    .get(tensor)
                                    .dims()
                                    .equals(values.get(tensor).dims())) {
                        ratio.add(reference.get(tensor), values.get(tensor));
                    }
                });
                done = batch.first() + batch.size();
                progress.advanceTo(Math.min(done, total));
            }
        }
        return noise;
    }

    private ObservedModel open(String file, ModelProto model, Collection<String> tensors, Optimization optimization) {
        return ObservedModel.open(runtime, model, tensors, optimization, work, file);
    }
}
