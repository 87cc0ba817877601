package dev.narrowgauge.engine.runtime.evaluate;

import dev.narrowgauge.domain.accuracy.AgreementAnswers;
import dev.narrowgauge.domain.decision.OutputAgreement;
import dev.narrowgauge.domain.decision.OutputKind;
import dev.narrowgauge.engine.onnx.dataset.Batch;
import dev.narrowgauge.engine.onnx.dataset.BatchTensor;
import dev.narrowgauge.engine.runtime.session.ModelSession;
import dev.narrowgauge.engine.runtime.session.TensorData;
import dev.narrowgauge.engine.runtime.session.TensorSlot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Every output that a variant shares with its baseline, compared in one pass; what each means is said at the end. */
final class OutputAgreements {
    private final OutputHints hints;
    private final Map<String, OutputComparison> outputs = new LinkedHashMap<>();
    /** Whether an output has a step for each step of an input, so that no step of it is a blank or a repeat. */
    private final Map<String, Boolean> taggers = new HashMap<>();

    /** @param compared outputs of the baseline */
    OutputAgreements(ModelSession baseline, List<TensorSlot> compared, OutputHints hints) {
        this.hints = hints;
        BatchAxis axis = BatchAxis.of(baseline);
        compared.forEach(output -> outputs.put(output.name(), new OutputComparison(output, axis.in(output))));
    }

    /** @param fed number of samples in the tensors; those beyond {@code batch.size()} are padding */
    void add(Batch batch, int fed, Map<String, TensorData> baseline, Map<String, TensorData> variant) {
        Set<Long> steps = new HashSet<>();
        for (BatchTensor input : batch.tensors()) {
            int rank = input.dims().size();
            if (rank == 2 || rank == 3) {
                steps.add(input.dims().get(1));
            }
        }
        outputs.forEach((name, output) -> {
            output.add(baseline.get(name), variant.get(name), batch.size(), fed);
            boolean isStepForStep = steps.contains((long) output.traits().rows());
            taggers.merge(name, isStepForStep, Boolean::logicalAnd);
        });
    }

    /**
     * How many samples it takes for so many answers of every output that gives classes or sequences; those seen where none
     * does. An output of values has many of them in each sample.
     *
     * @param seen samples up to now
     */
    long samplesFor(long answers, long seen) {
        return result().stream()
                .filter(output -> output.kind() == OutputKind.CLASSES || output.kind() == OutputKind.SEQUENCES)
                .mapToLong(output -> Math.ceilDiv(answers * seen, Math.max(1, output.answers())))
                .reduce(seen, Math::max);
    }

    List<OutputAgreement> result() {
        return compared().stream().map(ComparedOutput::agreement).toList();
    }

    /** Of each output, sample by sample. */
    List<AgreementAnswers> answers() {
        var kinds = new OutputKinds(hints, outputs.values());
        return outputs.values().stream()
                .map(output -> output.answersLike(kinds.of(output)))
                .toList();
    }

    List<ComparedOutput> compared() {
        var kinds = new OutputKinds(hints, outputs.values());
        List<ComparedOutput> all = new ArrayList<>();
        outputs.forEach((name, output) -> {
            OutputKind kind = kinds.of(output);
            OutputAgreement agreement = output.agreement(kind, taggers.getOrDefault(name, false));
            all.add(new ComparedOutput(agreement, output.expectedChanges(kind), output.noiseError()));
        });
        return all;
    }
}
