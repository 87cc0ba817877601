package dev.narrowgauge.engine.runtime.search;

import dev.narrowgauge.domain.recipe.Target;
import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.onnx.model.OnnxModelReader;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.quantizer.cost.CountedCost;
import dev.narrowgauge.engine.quantizer.placement.CountedRun;
import dev.narrowgauge.engine.runtime.SamplePlan;
import dev.narrowgauge.engine.runtime.evaluate.ComparedOutput;
import dev.narrowgauge.engine.runtime.evaluate.OutputHints;
import dev.narrowgauge.engine.runtime.evaluate.RecordedAnswers;
import dev.narrowgauge.engine.runtime.files.TaskDirectory;
import dev.narrowgauge.engine.runtime.session.ModelSession;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import dev.narrowgauge.engine.runtime.session.Optimization;
import dev.narrowgauge.engine.runtime.variant.SampleRun;
import java.nio.file.Path;
import java.util.List;

/**
 * The float model that variants are held against: what it answers, and what it costs.
 *
 * @param run of one sample, whose cost is counted
 */
record Reference(RecordedAnswers answers, CountedCost cost, CountedRun run, OnnxRuntime runtime) {
    /**
     * @param samples that choices are made on
     * @param fewest of them, where their answers are as many as a choice takes
     */
    static Reference of(
            ModelProto baseline,
            BoundDataset samples,
            int fewest,
            Target target,
            OnnxRuntime runtime,
            TaskDirectory work) {
        Path file = work.write(baseline, "reference.onnx");
        Path running = work.resolve("reference-running.onnx");
        CountedRun run = SampleRun.of(target, baseline, samples, runtime, work);
        try (ModelSession session = runtime.openAndSave(file, Optimization.FULL, running)) {
            RecordedAnswers answers = RecordedAnswers.of(
                    session, samples, fewest, SamplePlan.ANSWERS, OutputHints.of(baseline.getGraph()));
            CountedCost cost = run.cost(OnnxModelReader.readUnchecked(running).proto());
            return new Reference(answers, cost, run, runtime);
        }
    }

    /** @param running as ONNX Runtime runs it */
    CountedCost costOf(ModelProto running) {
        return run.cost(running);
    }

    /** How far the variant's outputs are from the float model's. */
    List<ComparedOutput> compare(Path variant) {
        try (ModelSession session = runtime.open(variant, Optimization.FULL)) {
            return answers.compare(session);
        }
    }
}
