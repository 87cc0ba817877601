package dev.narrowgauge.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.narrowgauge.domain.node.ProcessorFeatures;
import dev.narrowgauge.domain.recipe.Target;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.proto.engine.EngineEvent;
import dev.narrowgauge.proto.engine.EngineRequest;
import dev.narrowgauge.proto.engine.Quantize;
import dev.narrowgauge.proto.engine.Quantized;
import dev.narrowgauge.proto.engine.SearchStep;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes out where a recipe leaves the mode open. */
class TestVariantSearch {
    /** Of the limits that hold where nothing else is said. */
    private static final double LEAST_DECIBEL = 20;

    @TempDir
    private Path directory;

    /** The layer between c2 and c3 has a channel that is 3000 times as large as the others: no 8 bits hold both. */
    @Test
    void layerThatEightBitsCannotHoldStaysFloatAndTheLimitHolds() throws IOException {
        Quantized all = quantize(SearchedNetworks.uneven(), "{\"mode\": \"static\"}", 1);
        assertThat(all.getOutputSqnrDb()).isLessThan(LEAST_DECIBEL);

        Quantized found = quantize(SearchedNetworks.uneven(), "", 1);
        assertThat(found.getOutputSqnrDb()).as(found.getStepsList().toString()).isGreaterThan(LEAST_DECIBEL);
        assertThat(found.getQuantizedNodes()).isPositive();
        assertThat(found.getStepsList()).hasSizeGreaterThan(1);
        assertThat(found.getSteps(0).getBrought()).contains("the allowed error");
        assertThat(found.getSteps(0).getTaken()).isFalse();
        assertThat(found.getStepsList().stream().filter(SearchStep::getTaken).toList())
                .singleElement()
                .satisfies(step -> assertThat(step.getBrought()).contains("expected to keep the limits"));
        JsonNode report = report();
        ReportSchemaCheck.requireValid(report);
        assertThat(report.at("/steps").size()).isEqualTo(found.getStepsCount());
        List<String> floats = report.at("/nodes")
                .valueStream()
                .filter(node -> node.at("/placement").asText().equals("float"))
                .map(node -> node.at("/name").asText())
                .toList();
        assertThat(floats).containsAnyOf("c2", "c3").doesNotContain("c5");
        assertThat(report.at("/nodes").valueStream())
                .as("the variant that was taken has been timed, whichever it was")
                .anySatisfy(
                        node -> assertThat(node.at("/kernel/micros").isNumber()).isTrue());
    }

    @Test
    void recipeOfTheReportMakesTheSameFileWithoutASearch() throws IOException {
        Quantized found = quantize(SearchedNetworks.uneven(), "", 1);
        String recipe = report().at("/provenance/recipe").toString();
        Quantized again = quantize(SearchedNetworks.uneven(), recipe, 1);
        assertThat(again.getSha256()).isEqualTo(found.getSha256());
        assertThat(again.getStepsList()).isEmpty();
    }

    /** Behind a Sigmoid it does not matter that a value of 1000 is cut off; that one of 1 is rounded to 0 does. */
    @Test
    void rangeThatCutsOffWhatDoesNotMatterIsFound() throws IOException {
        Quantized all = quantize(SearchedNetworks.saturated(), "{\"mode\": \"static\"}", 1);
        assertThat(all.getOutputSqnrDb()).isLessThan(LEAST_DECIBEL);

        Quantized found = quantize(SearchedNetworks.saturated(), "", 1);
        assertThat(found.getOutputSqnrDb()).as(found.getStepsList().toString()).isGreaterThan(LEAST_DECIBEL);
        assertThat(found.getSteps(1).getWhat()).contains("by another method").doesNotContain("in float");
        assertThat(decibel(found.getSteps(1))).isGreaterThan(decibel(found.getSteps(0)) + 6);
        assertThat(report().at("/provenance/recipe/overrides/tensors/0/method").asText())
                .isEqualTo("entropy");
    }

    private static double decibel(SearchStep step) {
        return Double.parseDouble(step.getBrought().split(" ")[0]);
    }

    @Test
    void secondsInsteadOfRunsEndTheSearchAndStandInTheReport() throws IOException {
        Quantized found = quantize(SearchedNetworks.uneven(), "", 1, 1e-3);
        assertThat(found.getStepsList()).hasSize(1);
        JsonNode effort = report().at("/effort");
        assertThat(effort.at("/allowedSeconds").asDouble()).isEqualTo(1e-3);
        assertThat(effort.at("/allowedRuns").isNull()).isTrue();
        assertThat(effort.at("/stoppedByClock").asBoolean()).isTrue();
        ReportSchemaCheck.requireValid(report());
    }

    @Test
    void searchKeepsWithinThreePlainQuantizationsAndSaysWhatItTook() throws IOException {
        quantize(SearchedNetworks.uneven(), "", 1);
        JsonNode effort = report().at("/effort");
        assertThat(effort.at("/allowedRuns").asDouble())
                .isEqualTo(3 * effort.at("/plainRuns").asDouble());
        assertThat(effort.at("/spentRuns").asDouble())
                .isPositive()
                .isLessThanOrEqualTo(effort.at("/allowedRuns").asDouble());
        assertThat(effort.at("/stoppedByClock").asBoolean()).isFalse();
    }

    @Test
    void denseNetworkIsTriedBothWaysAndTheCheaperByCountIsTaken() throws IOException {
        Quantized found = quantize(SearchedNetworks.dense(), "", 1);
        assertThat(found.getStepsList())
                .anySatisfy(step -> assertThat(step.getWhat()).startsWith("static"))
                .anySatisfy(step -> assertThat(step.getWhat()).startsWith("dynamic"));
        assertThat(found.getDecisionsList())
                .noneSatisfy(decision -> assertThat(decision).contains("neither"));
        // Where products in integers gain little, those of few rows stay as they are.
        boolean gainsLittle = ProcessorFeatures.targetOfThisMachine() == Target.X86_AVX2;
        assertThat(found.getQuantizedNodes()).isGreaterThanOrEqualTo(gainsLittle ? 1 : 3);
        assertTakenIsNotDearer(found);
    }

    @Test
    void networkOfConvolutionsAndProductsIsTriedMixed() throws IOException {
        Quantized found = quantize(SearchedNetworks.mixed(), "", 1);
        assertThat(found.getStepsList())
                .anySatisfy(step -> assertThat(step.getWhat()).startsWith("mixed"));
        assertTakenIsNotDearer(found);
    }

    /** Integer kernels of few channels take longer than float ones: all but the last layer should stay as it is. */
    @Test
    void networkThatIntegersMakeSlowerIsTriedWithOnlyItsProductsInIntegers() throws IOException {
        Quantized found = quantize(SearchedNetworks.ofFewChannels(), "", 1);
        SearchStep fixed = found.getSteps(0);
        assertThat(fixed.getWhat()).startsWith("static");
        assertThat(fixed.getCountedCostRatio()).isGreaterThan(1.05);
        assertThat(found.getStepsList())
                .filteredOn(SearchStep::getTaken)
                .singleElement()
                .satisfies(step -> {
                    assertThat(step.getWhat()).startsWith("dynamic");
                    assertThat(step.getCountedCostRatio()).isLessThan(1.05);
                });
    }

    /** A try may have been made of another graph after the one that it keeps. */
    @Test
    void costOfATryIsThatOfTheFileThatItKeeps() throws IOException {
        Quantized found = quantize(SearchedNetworks.ofFewChannels(), "", 1);
        JsonNode counted = report().at("/fusion/counted");
        assertThat(found.getStepsList())
                .filteredOn(SearchStep::getTaken)
                .singleElement()
                .satisfies(step -> assertThat(step.getCountedCostRatio())
                        .isCloseTo(
                                counted.at("/micros").asDouble()
                                        / counted.at("/floatMicros").asDouble(),
                                within(1e-3)));
    }

    /** Every fourth of 16 samples is held out: 12 to choose on, 4 to judge on. */
    @Test
    void variantIsJudgedOnOtherSamplesThanItWasChosenOn() throws IOException {
        Quantized found = quantize(SearchedNetworks.dense(), "", 1);
        assertThat(found.getDecisionsList())
                .anySatisfy(decision -> assertThat(decision).contains("12 calibration"));
        assertThat(found.getEvaluated().getOutputs(0).getSamples()).isEqualTo(4);
        assertThat(report().at("/provenance/recipe/calibration/holdOut").asBoolean())
                .isTrue();
    }

    @Test
    void sameInputsGiveTheSameFileUnderLoadAndWithAnyThreads() throws IOException {
        List<ModelProto> networks = List.of(SearchedNetworks.uneven(), SearchedNetworks.mixed());
        for (ModelProto network : networks) {
            String alone = quantize(network, "", 1).getSha256();
            assertThat(quantize(network, "", 2).getSha256()).isEqualTo(alone);
            assertThat(besideABusyLoop(network)).isEqualTo(alone);
        }
    }

    private String besideABusyLoop(ModelProto network) throws IOException {
        var stop = new AtomicBoolean();
        List<Thread> busy = List.of(new Thread(() -> spin(stop)), new Thread(() -> spin(stop)));
        busy.forEach(Thread::start);
        try {
            return quantize(network, "", 1).getSha256();
        } finally {
            stop.set(true);
        }
    }

    private static void spin(AtomicBoolean stop) {
        while (!stop.get()) {
            Thread.onSpinWait();
        }
    }

    /** Of those that hold the limits none costs less than the one that was taken, but for what decides nothing. */
    private static void assertTakenIsNotDearer(Quantized found) {
        SearchStep taken = found.getStepsList().stream()
                .filter(SearchStep::getTaken)
                .findFirst()
                .orElseThrow();
        assertThat(taken.getBrought()).contains("expected to keep the limits");
        assertThat(found.getStepsList())
                .filteredOn(step -> step.getBrought().contains("expected to keep the limits"))
                .allSatisfy(step -> assertThat(step.getCountedCostRatio())
                        .as(step.getWhat())
                        .isGreaterThanOrEqualTo(0.97 * taken.getCountedCostRatio()));
    }

    private Quantized quantize(ModelProto model, String recipe, int threads) throws IOException {
        return quantize(model, recipe, threads, 0);
    }

    private Quantized quantize(ModelProto model, String recipe, int threads, double seconds) throws IOException {
        EngineEvent answer = EngineDriver.answer(EngineRequest.newBuilder()
                .setThreads(threads)
                .setQuantize(Quantize.newBuilder()
                        .setModelPath(TinyGraph.write(model, directory.resolve("model.onnx"))
                                .toString())
                        .setCalibrationPath(TinyGraph.samples(directory.resolve("samples.npz"))
                                .toString())
                        .setRecipeJson(recipe)
                        .setOutputPath(directory.resolve("variant.onnx").toString())
                        .setReportPath(directory.resolve("report.json").toString())
                        .setKeepInvalid(true)
                        .setTimeBudgetSeconds(seconds)
                        .setSkipLatencyCheck(true))
                .build());
        assertThat(answer.getFailure().getMessage()).isEmpty();
        return answer.getResult().getQuantized();
    }

    private JsonNode report() throws IOException {
        return new ObjectMapper().readTree(directory.resolve("report.json").toFile());
    }
}
