package dev.narrowgauge.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.narrowgauge.engine.onnx.graph.Attributes;
import dev.narrowgauge.engine.onnx.graph.Subgraphs;
import dev.narrowgauge.engine.onnx.model.OnnxModelReader;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.FunctionProto;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.onnx.proto.OperatorSetIdProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import dev.narrowgauge.proto.engine.EngineRequest;
import dev.narrowgauge.proto.engine.FloatNode;
import dev.narrowgauge.proto.engine.Quantize;
import dev.narrowgauge.proto.engine.Quantized;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What lies in the branches of an If is quantized, and what cannot be is told. */
class TestControlFlow {
    @TempDir
    private Path directory;

    /** All of its layers are in the branches of an If, for two sample rates of which the samples have one. */
    @ParameterizedTest
    @CsvSource({
        "mode, auto, 0.97, 20",
        "mode, static, 0.97, 10",
        "mode, dynamic, 0.85, 20",
        "mode, mixed, 0.95, 10",
        "precision, fp16, 0.7, 40",
        "precision, bf16, 0.7, 30"
    })
    void quantizesAVoiceDetectorInItsBranches(String key, String value, double mostOfTheFile, double leastDecibel)
            throws IOException {
        Quantized quantized = quantize(voice("{\"%s\": \"%s\"}".formatted(key, value)));
        assertThat(quantized.getQuantizedNodes()).isPositive();
        assertThat(quantized.getSizeBytes()).isLessThan((long) (mostOfTheFile * quantized.getBaselineSizeBytes()));
        assertThat(quantized.getOutputSqnrDb()).isGreaterThan(leastDecibel);
        JsonNode report = report();
        ReportSchemaCheck.requireValid(report);
        assertThat(report.at("/sequence/states").findValuesAsText("output")).containsExactly("hn", "cn");
        assertThat(report.at("/sequence/steps").asInt())
                .as("steps that follow each other")
                .isEqualTo(16);
        assertThat(quantized.getSequence().getSentence()).contains("output has ");
        assertThat(report.at("/nodes").findValuesAsText("name"))
                .as("nodes are told with the branch that they are in")
                .anyMatch(name -> name.contains("/then_branch/"))
                .anyMatch(name -> name.contains("/else_branch/"));
    }

    @Test
    void makesIntegerLayersInBranches() throws IOException {
        quantize(voice("{\"mode\": \"dynamic\"}").setKeepInvalid(true));
        assertThat(operators()).containsKey("DynamicQuantizeLSTM").doesNotContainKey("LSTM");
        quantize(voice("{\"mode\": \"static\"}").setKeepInvalid(true));
        assertThat(operators()).containsKey("QuantizeLinear");
    }

    @Test
    void saysWhatNoSampleRuns() throws IOException {
        Quantized quantized = quantize(tiny(choice(false), "{\"mode\": \"static\"}"));
        assertThat(quantized.getQuantizedNodes()).isPositive();
        assertThat(quantized.getIntegerMacShare())
                .as("of what a sample runs, which is not the Conv that stayed float")
                .isEqualTo(1);
        assertThat(report().at("/ranking/sentence").asText()).startsWith("Not ranked: what was quantized lies in");
        assertThat(quantized.getStayedFloatList())
                .as(report().at("/nodes").toString())
                .filteredOn(node -> node.getOpType().equals("Conv"))
                .singleElement()
                .satisfies(node -> {
                    assertThat(node.getName()).startsWith("y/else_branch/");
                    assertThat(node.getReason()).contains("No calibration sample");
                });
    }

    @Test
    void countsWhatRuns() throws IOException {
        String recipe = "{\"mode\": \"static\"}";
        double[] few = countedMicros(choice(false, branch("Tanh", 2, 3)), recipe);
        double[] many = countedMicros(choice(false, branch("Tanh", 2, 7)), recipe);
        assertThat(many).as("whatever the branch costs that no sample takes").containsExactly(few);
        assertThat(countedMicros(choice(true, branch("Tanh", 2, 7)), recipe)[0])
                .as("in float, where some samples take it")
                .isGreaterThan(1.5 * many[0]);
    }

    /** In float, and of the variant. */
    private double[] countedMicros(ModelProto model, String recipe) throws IOException {
        quantize(tiny(model, recipe));
        JsonNode counted = report().at("/fusion/counted");
        return new double[] {
            counted.get("floatMicros").asDouble(), counted.get("micros").asDouble()
        };
    }

    @Test
    void observesBothBranchesWhereSamplesGoBothWays() throws IOException {
        Quantized quantized = quantize(tiny(choice(true), "{\"mode\": \"static\"}"));
        assertThat(quantized.getStayedFloatList())
                .extracting(FloatNode::getOpType)
                .doesNotContain("Conv");
        assertThat(quantized.getOutputSqnrDb()).isGreaterThan(25);
    }

    /** A function of the model's own, which the main graph calls and both branches call again. */
    @ParameterizedTest
    @CsvSource({
        "mode, static, QuantizeLinear, 25",
        "mode, auto, QuantizeLinear, 25",
        "precision, fp16, Cast, 50",
        "precision, bf16, Cast, 30"
    })
    void quantizesWhatLiesInFunctions(String key, String value, String operator, double leastDecibel)
            throws IOException {
        Quantized quantized = quantize(
                tiny(calling(), "{\"%s\": \"%s\"}".formatted(key, value)).setKeepInvalid(true));
        assertThat(quantized.getStayedFloatList())
                .extracting(FloatNode::getOpType)
                .doesNotContain("Conv");
        assertThat(quantized.getOutputSqnrDb()).isGreaterThan(leastDecibel);
        assertThat(quantized.getSizeBytes()).isLessThan(quantized.getBaselineSizeBytes());
        assertThat(operators()).containsKey(operator).doesNotContainKey("Block");
        assertThat(report().at("/nodes").findValuesAsText("opType"))
                .filteredOn("Conv"::equals)
                .hasSize(3);
    }

    /** Both branches have the same weights, as tracing gives them; the runtime's folding would keep them twice. */
    @Test
    void writesEqualConstantsOnce() throws IOException {
        Quantized quantized = quantize(tiny(choice(true), "{\"precision\": \"fp16\"}"));
        assertThat(quantized.getSizeBytes()).isLessThan(quantized.getBaselineSizeBytes());
    }

    @Test
    void saysInTheFirstLineWhyNothingWasQuantized() throws IOException {
        String recipe = "{\"mode\": \"static\", \"exclude\": {\"opTypes\": [\"Conv\"]}}";
        Quantized quantized = quantize(tiny(choice(true), recipe));
        assertThat(quantized.getDecision().getOutcome()).isEqualTo("INVALID");
        assertThat(quantized.getDecision().getReason())
                .startsWith("Nothing in it was quantized: 2 Conv stayed float. The recipe");
        assertThat(quantized.getWritten()).isFalse();
        assertThat(directory.resolve("variant.onnx")).doesNotExist();
    }

    /** Conv in both branches; of the samples the second is taken by about half, or by none. */
    private static ModelProto choice(boolean bothWays) {
        return choice(bothWays, branch("Tanh", 1, 3));
    }

    private static ModelProto choice(boolean bothWays, GraphProto second) {
        TinyGraph graph = new TinyGraph();
        String mean = graph.node("ReduceMean", "mean", List.of("x"), Attributes.integer("keepdims", 0));
        String condition = graph.node("Greater", "condition", List.of(mean, graph.constant(bothWays ? 0 : -100)));
        graph.node(
                "If",
                "y",
                List.of(condition),
                Attributes.graph("then_branch", branch("Relu", 1, 3)),
                Attributes.graph("else_branch", second));
        return graph.build("y", 16);
    }

    private static ModelProto calling() {
        TinyGraph graph = new TinyGraph();
        String weights = graph.random(3, 3, 9, 9);
        String first = "called";
        NodeProto call = NodeProto.newBuilder()
                .setDomain("own")
                .setOpType("Block")
                .setName("first")
                .addInput("x")
                .addInput(weights)
                .addOutput(first)
                .build();
        graph.add(call);
        String mean = graph.node("ReduceMean", "mean", List.of("x"), Attributes.integer("keepdims", 0));
        String condition = graph.node("Greater", "condition", List.of(mean, graph.constant(0f)));
        NodeProto again = call.toBuilder()
                .setName("again")
                .setInput(0, first)
                .setOutput(0, "r")
                .build();
        GraphProto branch = GraphProto.newBuilder()
                .setName("branch")
                .addNode(again)
                .addOutput(ValueInfoProto.newBuilder().setName("r"))
                .build();
        graph.node(
                "If",
                "y",
                List.of(condition),
                Attributes.graph("then_branch", branch),
                Attributes.graph("else_branch", branch));
        OperatorSetIdProto standard =
                OperatorSetIdProto.newBuilder().setVersion(17).build();
        OperatorSetIdProto own =
                OperatorSetIdProto.newBuilder().setDomain("own").setVersion(1).build();
        FunctionProto.Builder block = FunctionProto.newBuilder()
                .setDomain("own")
                .setName("Block")
                .addOpsetImport(standard)
                .addInput("read")
                .addInput("w")
                .addOutput("given")
                .addNode(NodeProto.newBuilder()
                        .setOpType("Conv")
                        .addInput("read")
                        .addInput("w")
                        .addOutput("c")
                        .addAttribute(Attributes.integers("pads", 4, 4, 4, 4)))
                .addNode(NodeProto.newBuilder().setOpType("Relu").addInput("c").addOutput("given"));
        return graph.build("y", 3).toBuilder()
                .addOpsetImport(own)
                .addFunctions(block)
                .build();
    }

    private static GraphProto branch(String activation, long seed, int kernel) {
        Random random = new Random(seed);
        float[] weights = new float[16 * 3 * kernel * kernel];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (random.nextGaussian() * 0.2);
        }
        return GraphProto.newBuilder()
                .setName("branch")
                .addInitializer(Tensors.floats("w", weights, 16, 3, kernel, kernel))
                .addNode(NodeProto.newBuilder()
                        .setOpType("Conv")
                        .setName("conv")
                        .addInput("x")
                        .addInput("w")
                        .addOutput("c")
                        .addAttribute(Attributes.integers("pads", kernel / 2, kernel / 2, kernel / 2, kernel / 2)))
                .addNode(NodeProto.newBuilder()
                        .setOpType(activation)
                        .setName("activation")
                        .addInput("c")
                        .addOutput("r"))
                .addOutput(ValueInfoProto.newBuilder().setName("r"))
                .build();
    }

    private Map<String, Integer> operators() {
        Map<String, Integer> operators = new TreeMap<>();
        Subgraphs.visitNodes(
                OnnxModelReader.read(directory.resolve("variant.onnx")).proto().getGraph(),
                node -> operators.merge(node.getOpType(), 1, Integer::sum));
        return operators;
    }

    private JsonNode report() throws IOException {
        return new ObjectMapper().readTree(directory.resolve("report.json").toFile());
    }

    private Quantize.Builder voice(String recipe) throws IOException {
        Path calibration =
                NpzSubset.first(16, Samples.calibration("wild/silero-vad"), directory.resolve("calibration.npz"));
        Path evaluation =
                NpzSubset.first(16, Samples.evaluation("wild/silero-vad"), directory.resolve("evaluation.npz"));
        return Quantize.newBuilder()
                .setModelPath(Samples.model("wild/silero-vad").toString())
                .setCalibrationPath(calibration.toString())
                .setEvaluationPath(evaluation.toString())
                .setRecipeJson(recipe);
    }

    private Quantize.Builder tiny(ModelProto model, String recipe) throws IOException {
        return Quantize.newBuilder()
                .setModelPath(
                        TinyGraph.write(model, directory.resolve("model.onnx")).toString())
                .setCalibrationPath(
                        TinyGraph.samples(directory.resolve("samples.npz")).toString())
                .setRecipeJson(recipe);
    }

    private Quantized quantize(Quantize.Builder request) throws IOException {
        Files.deleteIfExists(directory.resolve("variant.onnx"));
        Quantize engineRequest = request.setOutputPath(
                        directory.resolve("variant.onnx").toString())
                .setReportPath(directory.resolve("report.json").toString())
                .setSkipLatencyCheck(true)
                .build();
        var answer = EngineDriver.answer(
                EngineRequest.newBuilder().setQuantize(engineRequest).build());
        assertThat(answer.hasResult()).as(answer.toString()).isTrue();
        return answer.getResult().getQuantized();
    }
}
