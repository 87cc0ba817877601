package dev.narrowgauge.engine.quantizer.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.onnx.proto.TypeProto;
import dev.narrowgauge.engine.onnx.shape.Dimension;
import dev.narrowgauge.engine.onnx.shape.Shapes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What shape inference says is what ONNX Runtime computes, value by value. */
class TestShapesAgainstRuntime {
    private static final long LAST = 22;

    private record Difference(String value, Optional<List<Dimension>> inferred, List<Long> actual) {}

    static Stream<Corpus.Entry> corpus() {
        return Corpus.all().entries().stream();
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void inferredShapesAreThoseOfTheRun(Corpus.Entry entry) {
        for (long opset : new long[] {Math.max(9, entry.since()), Math.max(13, entry.since()), LAST}) {
            CorpusModel corpusModel = new CorpusModel(opset, true);
            entry.builder().accept(corpusModel);
            ModelProto model = corpusModel.build();
            Map<String, OnnxTensor> inputs = TinyRun.tensors(model, TinyRun.samples(model, new Random(3)));
            Optional<Map<String, List<Long>>> actual = run(model, inputs);
            actual.ifPresent(shapes -> assertThat(differences(model, shapes, Map.of()))
                    .as("%s at opset %d", entry, opset)
                    .isEmpty());
        }
    }

    @Test
    void symbolsOfSharedModelsStandForOneLengthEach() {
        for (String name : List.of("vit-cifar10", "sentiment-transformer", "resnet20-cifar10", "mobilenetv2-cifar10")) {
            ModelProto model = Workbench.prepared(name);
            for (long batch : new long[] {2, 5}) {
                Map<String, List<Long>> actual =
                        run(model, batchOf(model, batch)).orElseThrow();
                assertThat(differences(model, actual, Map.of("batch", batch)))
                        .as(name)
                        .isEmpty();
            }
            Shapes shapes = Shapes.of(Graph.of(model.getGraph()));
            assertThat(computed(model))
                    .as(name)
                    .allMatch(value -> shapes.of(value)
                            .filter(shape -> !shape.contains(Dimension.UNKNOWN))
                            .isPresent());
        }
    }

    private static Map<String, OnnxTensor> batchOf(ModelProto model, long batch) {
        Map<String, OnnxTensor> inputs = new HashMap<>();
        model.getGraph().getInputList().forEach(input -> {
            TypeProto.Tensor type = input.getType().getTensorType();
            long[] dims = type.getShape().getDimList().stream()
                    .mapToLong(dim -> dim.hasDimParam() ? batch : dim.getDimValue())
                    .toArray();
            int size = (int) Stream.of(dims).flatMapToLong(Arrays::stream).reduce(1, (a, b) -> a * b);
            inputs.put(
                    input.getName(),
                    Oracle.alternating(ElementType.ofNumber(type.getElemType()).orElseThrow(), size, dims));
        });
        return inputs;
    }

    /** Empty where ONNX Runtime has no kernel at that opset. */
    private static Optional<Map<String, List<Long>>> run(ModelProto model, Map<String, OnnxTensor> inputs) {
        try (Oracle.Running running = new Oracle.Running(TinyRun.exposing(model, computed(model)), OptLevel.NO_OPT)) {
            return Optional.of(running.shapes(inputs));
        } catch (AssertionError e) {
            return Optional.empty();
        }
    }

    private static Set<String> computed(ModelProto model) {
        Set<String> values = new LinkedHashSet<>();
        for (NodeProto node : model.getGraph().getNodeList()) {
            node.getOutputList().stream().filter(output -> !output.isEmpty()).forEach(values::add);
        }
        return values;
    }

    private static List<Difference> differences(
            ModelProto model, Map<String, List<Long>> actual, Map<String, Long> symbols) {
        Shapes shapes = Shapes.of(Graph.of(model.getGraph()));
        List<Difference> differences = new ArrayList<>();
        actual.forEach((value, dims) -> {
            Optional<List<Dimension>> inferred = shapes.of(value);
            if (inferred.isPresent() && !fits(inferred.get(), dims, symbols)) {
                differences.add(new Difference(value, inferred, dims));
            }
        });
        return differences;
    }

    private static boolean fits(List<Dimension> inferred, List<Long> actual, Map<String, Long> symbols) {
        if (inferred.size() != actual.size()) {
            return false;
        }
        for (int i = 0; i < actual.size(); i++) {
            if (inferred.get(i) instanceof Dimension.Product(long factor, List<String> names)
                    && factor * names.stream().mapToLong(symbols::get).reduce(1, (a, b) -> a * b) != actual.get(i)) {
                return false;
            }
        }
        return true;
    }
}
