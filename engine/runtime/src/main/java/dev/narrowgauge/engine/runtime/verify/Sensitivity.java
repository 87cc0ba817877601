package dev.narrowgauge.engine.runtime.verify;

import dev.narrowgauge.domain.report.SensitivityReport;
import dev.narrowgauge.engine.onnx.dataset.Batch;
import dev.narrowgauge.engine.onnx.dataset.Batches;
import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.quantizer.VariantPlan;
import dev.narrowgauge.engine.quantizer.calibration.CalibrationStatistics;
import dev.narrowgauge.engine.runtime.files.WorkDirectory;
import dev.narrowgauge.engine.runtime.observe.ObservedModel;
import dev.narrowgauge.engine.runtime.pipe.ProgressMeter;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import dev.narrowgauge.engine.runtime.session.Optimization;
import dev.narrowgauge.engine.runtime.session.TensorData;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Which nodes cost the accuracy: each integer product is run alone in an otherwise float model, on the kernel that it has
 * in the variant, and the noise of the outputs is its own.
 */
public final class Sensitivity {
    private static final int MOST_SAMPLES = 16;

    /** Each costs a session. Of larger models every n-th product is looked at. */
    private static final int MOST_PRODUCTS = 128;

    private final VariantPlan plan;
    private final CalibrationStatistics statistics;
    private final List<String> outputs;
    private final OnnxRuntime runtime;
    private final WorkDirectory work;

    private Sensitivity(VariantPlan plan, CalibrationStatistics statistics, OnnxRuntime runtime, WorkDirectory work) {
        this.plan = plan;
        this.statistics = statistics;
        this.outputs = FloatOutputs.of(plan.floatModel().getGraph());
        this.runtime = runtime;
        this.work = work;
    }

    /** The worst first. */
    public static List<SensitivityReport> rank(
            VariantPlan plan,
            CalibrationStatistics statistics,
            BoundDataset data,
            OnnxRuntime runtime,
            WorkDirectory work,
            ProgressMeter progress) {
        List<GraphNode> products = chosen(plan.integerProducts());
        progress.begin("sensitivity", products.size());
        if (products.isEmpty()) {
            return List.of();
        }
        return new Sensitivity(plan, statistics, runtime, work).rank(products, data, progress);
    }

    private List<SensitivityReport> rank(List<GraphNode> products, BoundDataset data, ProgressMeter progress) {
        try (var baseline = open(plan.floatModel(), Optimization.EXTENDED);
                Batches batches = data.batches(Math.min(MOST_SAMPLES, baseline.batchSize()))) {
            Batch batch = batches.next();
            Map<String, TensorData> expected = baseline.run(batch);
            // Tables that are quantized whatever the plan says are in every variant; their noise is nobody's.
            double floor = noise(null, batch, expected).noise();
            List<Noise> noises = new ArrayList<>();
            for (GraphNode product : products) {
                NoiseRatio noise = noise(product, batch, expected);
                noises.add(new Noise(product, noise.signal(), Math.max(0, noise.noise() - floor)));
                progress.advanceTo(noises.size());
            }
            return reports(noises);
        }
    }

    private record Noise(GraphNode product, double signal, double noise) {}

    private static List<SensitivityReport> reports(List<Noise> noises) {
        double sum = noises.stream().mapToDouble(Noise::noise).sum();
        return noises.stream()
                .sorted(Comparator.comparingDouble(Noise::noise).reversed())
                .map(each -> new SensitivityReport(
                        each.product().name(),
                        each.product().opType(),
                        each.noise() == 0 || each.signal() == 0 ? null : 10 * Math.log10(each.signal() / each.noise()),
                        sum == 0 ? 0 : each.noise() / sum))
                .toList();
    }

    private NoiseRatio noise(GraphNode product, Batch batch, Map<String, TensorData> expected) {
        ModelProto model = plan.withOnly(product).quantize(statistics).model();
        NoiseRatio noise = new NoiseRatio();
        try (var variant = open(model, Optimization.FULL)) {
            Map<String, TensorData> actual = variant.run(batch);
            for (String output : outputs) {
                noise.add(expected.get(output), actual.get(output));
            }
        }
        return noise;
    }

    private ObservedModel open(ModelProto model, Optimization optimization) {
        return ObservedModel.open(runtime, model, outputs, optimization, work.resolve("sensitivity.onnx"));
    }

    private static List<GraphNode> chosen(List<GraphNode> products) {
        int stride = Math.ceilDiv(products.size(), MOST_PRODUCTS);
        List<GraphNode> chosen = new ArrayList<>();
        for (int i = 0; i < products.size(); i += Math.max(stride, 1)) {
            chosen.add(products.get(i));
        }
        return chosen;
    }
}
