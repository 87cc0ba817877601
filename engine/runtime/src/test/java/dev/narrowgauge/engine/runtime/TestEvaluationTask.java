package dev.narrowgauge.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.narrowgauge.proto.engine.EngineEvent;
import dev.narrowgauge.proto.engine.EngineRequest;
import dev.narrowgauge.proto.engine.Evaluate;
import dev.narrowgauge.proto.engine.Evaluated;
import dev.narrowgauge.proto.engine.Progress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestEvaluationTask {
    @Test
    void countsCorrectAnswersOfBaseline() {
        Evaluated evaluated = EngineDriver.answer(
                        request(Samples.model("digits-cnn"), "", Samples.evaluation("digits")))
                .getResult()
                .getEvaluated();
        assertThat(evaluated.getSamples()).isEqualTo(797);
        assertThat(evaluated.getHasLabels()).isTrue();
        assertThat(100.0 * evaluated.getBaselineCorrect() / 797).isCloseTo(97.867, within(0.001));
    }

    @Test
    void findsNoDifferenceBetweenModelAndItself() {
        String model = Samples.model("digits-cnn").toString();
        Evaluated evaluated = EngineDriver.answer(
                        request(Samples.model("digits-cnn"), model, Samples.evaluation("digits")))
                .getResult()
                .getEvaluated();
        assertThat(evaluated.getFlips()).isZero();
        assertThat(evaluated.getOnlyBaselineCorrect()).isZero();
        assertThat(evaluated.getOutputSqnrDb()).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void countsPairsThatDisagree() {
        String other = Samples.model("digits-resnet").toString();
        Evaluated evaluated = EngineDriver.answer(
                        request(Samples.model("digits-cnn"), other, Samples.evaluation("digits")))
                .getResult()
                .getEvaluated();
        assertThat(evaluated.getVariantCorrect() - evaluated.getBaselineCorrect())
                .isEqualTo(evaluated.getOnlyVariantCorrect() - evaluated.getOnlyBaselineCorrect());
        assertThat(evaluated.getFlips())
                .isGreaterThanOrEqualTo(evaluated.getOnlyVariantCorrect() + evaluated.getOnlyBaselineCorrect());
        assertThat(evaluated.getOutputSqnrDb()).isFinite();
    }

    /** What is kept is a dataset of its own, on which nothing but flips is found. */
    @Test
    void flippedSamplesAreKeptWithTheirInputs(@TempDir Path directory) {
        String other = Samples.model("digits-resnet").toString();
        Path kept = directory.resolve("flipped.npz");
        EngineRequest.Builder first =
                request(Samples.model("digits-cnn"), other, Samples.evaluation("digits")).toBuilder();
        first.getEvaluateBuilder().setFlippedPath(kept.toString());
        Evaluated evaluated = EngineDriver.answer(first.build()).getResult().getEvaluated();
        assertThat(evaluated.getFlips()).isPositive();
        assertThat(evaluated.getFlippedWritten()).isTrue();
        assertThat(evaluated.getFlippedList())
                .hasSize((int) evaluated.getFlips())
                .allSatisfy(sample -> {
                    assertThat(sample.getKept()).isTrue();
                    assertThat(sample.hasLabel()).isTrue();
                    assertThat(sample.getBaselineAnswer()).isNotEqualTo(sample.getVariantAnswer());
                });
        Evaluated again = EngineDriver.answer(request(Samples.model("digits-cnn"), other, kept))
                .getResult()
                .getEvaluated();
        assertThat(again.getSamples()).isEqualTo(evaluated.getFlips());
        assertThat(again.getFlips()).isEqualTo(evaluated.getFlips());
        assertThat(again.getBaselineCorrect()).isEqualTo(evaluated.getOnlyBaselineCorrect());
    }

    @Test
    void doesWithoutLabels() {
        Evaluated evaluated = EngineDriver.answer(
                        request(Samples.model("digits-cnn"), "", Samples.calibration("digits")))
                .getResult()
                .getEvaluated();
        assertThat(evaluated.getSamples()).isEqualTo(256);
        assertThat(evaluated.getHasLabels()).isFalse();
    }

    @Test
    void progressNeverGoesBack() {
        List<Progress> progress =
                EngineDriver.serve(request(Samples.model("digits-cnn"), "", Samples.evaluation("digits"))).stream()
                        .filter(EngineEvent::hasProgress)
                        .map(EngineEvent::getProgress)
                        .filter(event -> event.getStage().equals("evaluate"))
                        .toList();
        assertThat(progress).isSortedAccordingTo((a, b) -> Long.compare(a.getDone(), b.getDone()));
        assertThat(progress.getLast().getDone()).isEqualTo(797);
        assertThat(progress.getLast().getTotal()).isEqualTo(797);
    }

    @Test
    void refusesDataForAnotherModel() {
        EngineEvent answer =
                EngineDriver.answer(request(Samples.model("digits-cnn"), "", Samples.evaluation("cifar10")));
        assertThat(answer.getFailure().getCode()).isEqualTo("DATASET_SHAPE_MISMATCH");
    }

    private static EngineRequest request(Path baseline, String variant, Path data) {
        return EngineRequest.newBuilder()
                .setEvaluate(Evaluate.newBuilder()
                        .setBaselinePath(baseline.toString())
                        .setVariantPath(variant)
                        .setDatasetPath(data.toString()))
                .build();
    }
}
