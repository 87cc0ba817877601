package dev.narrowgauge.engine.onnx.reduce;

import com.google.protobuf.ByteString;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.onnx.dataset.NpzWriter;
import dev.narrowgauge.engine.onnx.graph.ElementTypes;
import dev.narrowgauge.engine.onnx.graph.FlatModel;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.TensorValues;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import dev.narrowgauge.engine.onnx.proto.TensorShapeProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import dev.narrowgauge.engine.onnx.shape.Dimension;
import dev.narrowgauge.engine.onnx.shape.Shapes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is known of the values inside a model: what they were in a run over its samples, and for those that no run gave
 * (because the fault is that there is none) values made up in the shape that follows from the graph.
 */
public final class KnownValues {
    private static final long MOST_MADE_UP_ELEMENTS = 1 << 24;

    private final Samples fed;
    private final Samples observed;
    private final Map<String, Optional<ValueInfoProto>> declarations = new HashMap<>();
    private final Map<String, TensorProto> madeUp = new HashMap<>();
    private final Optional<ElementTypes> types;
    private final Optional<Shapes> shapes;
    private final long seed;

    /**
     * @param observed the values inside the model, of the same samples as it is fed; some or none of them
     * @param seed of the values that are made up
     */
    public KnownValues(FaultyModel model, Samples observed, long seed) {
        FirstTurn turn = new FirstTurn(FlatModel.of(model.model()));
        this.fed = model.samples();
        this.observed = withStarts(observed, model, turn.starts());
        this.seed = seed;
        Optional<Graph> graph = graph(turn.graph());
        this.types = graph.map(ElementTypes::of);
        this.shapes = graph.map(known -> fed.isEmpty() ? Shapes.of(known) : Shapes.in(known, shapes(fed)));
    }

    /** A model whose fault is that its graph is none can be cut all the same. */
    private static Optional<Graph> graph(GraphProto proto) {
        try {
            Graph graph = Graph.of(proto);
            graph.topologicalOrder();
            return Optional.of(graph);
        } catch (NarrowgaugeException e) {
            return Optional.empty();
        }
    }

    /** With what the states of Loops are in the first turn, which is what these are given. */
    private static Samples withStarts(Samples observed, FaultyModel model, Map<String, String> starts) {
        Map<String, TensorProto> constants = new HashMap<>();
        model.model().getGraph().getInitializerList().stream()
                .filter(tensor -> starts.containsValue(tensor.getName()) && !Damage.isIn(tensor))
                .forEach(tensor -> constants.put(tensor.getName(), tensor));
        List<Map<String, TensorProto>> values = new ArrayList<>();
        for (int i = 0; i < observed.count(); i++) {
            Map<String, TensorProto> given = new HashMap<>(constants);
            given.putAll(model.samples().each().get(i));
            given.putAll(observed.each().get(i));
            Map<String, TensorProto> sample =
                    new LinkedHashMap<>(observed.each().get(i));
            starts.forEach((value, start) -> {
                if (given.containsKey(start)) {
                    sample.put(
                            value, given.get(start).toBuilder().setName(value).build());
                }
            });
            values.add(sample);
        }
        return new Samples(values);
    }

    private static Map<String, List<Dimension>> shapes(Samples samples) {
        Map<String, List<Dimension>> shapes = new HashMap<>();
        samples.each()
                .getFirst()
                .forEach((name, tensor) -> shapes.put(
                        name, tensor.getDimsList().stream().map(Dimension::of).toList()));
        return shapes;
    }

    /** The value as an input of a model; empty where it cannot be fed. */
    Optional<ValueInfoProto> declaration(String value) {
        return declarations.computeIfAbsent(value, this::declare);
    }

    private Optional<ValueInfoProto> declare(String value) {
        List<TensorProto> seen = seen(value);
        if (!seen.isEmpty()) {
            boolean feedable = seen.stream().allMatch(tensor -> isFeedable(tensor, seen.getFirst()));
            return feedable ? Optional.of(fixed(seen.getFirst())) : Optional.empty();
        }
        ElementType type = type(value);
        Optional<TensorShapeProto> shape = shapes.flatMap(known -> known.proto(value));
        if (!NpzWriter.canWrite(type) || shape.isEmpty()) {
            return Optional.empty();
        }
        boolean hasLengths = shape.get().getDimList().stream().allMatch(dim -> dim.getDimValue() > 0);
        return fed.isEmpty() || (hasLengths && elements(shape.get()) <= MOST_MADE_UP_ELEMENTS)
                ? Optional.of(declared(value, type, shape.get()))
                : Optional.empty();
    }

    private List<TensorProto> seen(String value) {
        return observed.each().stream()
                .filter(sample -> sample.containsKey(value))
                .map(sample -> sample.get(value))
                .toList();
    }

    /** An array holds tensors of one shape, something, and numbers only. */
    private static boolean isFeedable(TensorProto tensor, TensorProto first) {
        ElementType type = TensorValues.elementType(tensor);
        return NpzWriter.canWrite(type)
                && tensor.getDimsList().equals(first.getDimsList())
                && !tensor.getDimsList().contains(0L)
                && isFinite(tensor, type);
    }

    private static boolean isFinite(TensorProto tensor, ElementType type) {
        if (type.isInteger() || type == ElementType.BOOL) {
            return true;
        }
        for (float value : TensorValues.floats(tensor)) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    /** What a condition is in the samples; empty where that is not known. */
    Set<Boolean> conditions(String value) {
        return Stream.concat(fed.each().stream(), observed.each().stream())
                .filter(sample -> sample.containsKey(value))
                .map(sample -> sample.get(value))
                .filter(tensor ->
                        TensorValues.elementType(tensor) == ElementType.BOOL && TensorValues.elementCount(tensor) == 1)
                .map(tensor -> TensorValues.longs(tensor)[0] != 0)
                .collect(Collectors.toSet());
    }

    /** The tensor to feed for a value that has a declaration. */
    TensorProto tensor(int sample, String value) {
        List<TensorProto> seen = seen(value);
        return seen.isEmpty() ? madeUp.computeIfAbsent(value, this::makeUp) : seen.get(sample);
    }

    private TensorProto makeUp(String value) {
        ValueInfoProto declared = declaration(value).orElseThrow();
        long[] dims = declared.getType().getTensorType().getShape().getDimList().stream()
                .mapToLong(TensorShapeProto.Dimension::getDimValue)
                .toArray();
        long elements = elements(declared.getType().getTensorType().getShape());
        ElementType type = type(value);
        if (type == ElementType.FLOAT) {
            SplittableRandom random = new SplittableRandom(seed ^ value.hashCode());
            float[] values = new float[(int) elements];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextDouble(-1, 1);
            }
            return Tensors.floats(value, values, dims);
        }
        return Tensors.raw(value, type, ByteString.copyFrom(new byte[(int) type.byteCount(elements)]), dims);
    }

    private static long elements(TensorShapeProto shape) {
        return shape.getDimList().stream()
                .mapToLong(TensorShapeProto.Dimension::getDimValue)
                .reduce(1, (a, b) -> a * b);
    }

    private ElementType type(String value) {
        return seen(value).stream()
                .findFirst()
                .map(TensorValues::elementType)
                .or(() -> types.map(known -> known.of(value)))
                .orElse(ElementType.UNDEFINED);
    }

    /** The value as an output: its type and rank, as far as known; lengths follow when it runs. */
    ValueInfoProto output(String value) {
        ValueInfoProto.Builder output = ValueInfoProto.newBuilder().setName(value);
        ElementType type = type(value);
        if (type == ElementType.UNDEFINED) {
            return output.build();
        }
        output.getTypeBuilder().getTensorTypeBuilder().setElemType(type.number());
        rank(value).ifPresent(rank -> {
            TensorShapeProto.Builder shape =
                    output.getTypeBuilder().getTensorTypeBuilder().getShapeBuilder();
            for (int i = 0; i < rank; i++) {
                shape.addDim(TensorShapeProto.Dimension.getDefaultInstance());
            }
        });
        return output.build();
    }

    private Optional<Integer> rank(String value) {
        return seen(value).stream()
                .findFirst()
                .map(TensorProto::getDimsCount)
                .or(() -> shapes.flatMap(known -> known.of(value)).map(List::size));
    }

    /** Whether two values have one type and one shape in every run. */
    boolean areAlike(String value, String other) {
        Optional<ValueInfoProto> one = declarationOf(value);
        return one.isPresent()
                && declarationOf(other)
                        .filter(declared -> declared.getType().equals(one.get().getType()))
                        .isPresent();
    }

    /** Of inputs what they are fed. */
    private Optional<ValueInfoProto> declarationOf(String value) {
        return fed.each().stream()
                .findFirst()
                .filter(sample -> sample.containsKey(value))
                .map(sample -> fixed(sample.get(value)))
                .or(() -> declaration(value));
    }

    /** What the model is fed, and what is known besides. */
    Samples with(Iterable<String> values) {
        List<Map<String, TensorProto>> samples = new ArrayList<>();
        for (int i = 0; i < fed.count(); i++) {
            Map<String, TensorProto> sample = new LinkedHashMap<>(fed.each().get(i));
            for (String value : values) {
                sample.put(value, tensor(i, value));
            }
            samples.add(sample);
        }
        return new Samples(samples);
    }

    private static ValueInfoProto fixed(TensorProto tensor) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        tensor.getDimsList()
                .forEach(dim ->
                        shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(dim)));
        return declared(tensor.getName(), TensorValues.elementType(tensor), shape.build());
    }

    private static ValueInfoProto declared(String value, ElementType type, TensorShapeProto shape) {
        ValueInfoProto.Builder declared = ValueInfoProto.newBuilder().setName(value);
        declared.getTypeBuilder()
                .getTensorTypeBuilder()
                .setElemType(type.number())
                .setShape(shape);
        return declared.build();
    }
}
