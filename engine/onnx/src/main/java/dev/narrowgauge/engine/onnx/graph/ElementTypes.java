package dev.narrowgauge.engine.onnx.graph;

import static dev.narrowgauge.engine.onnx.model.ElementType.BOOL;
import static dev.narrowgauge.engine.onnx.model.ElementType.FLOAT;
import static dev.narrowgauge.engine.onnx.model.ElementType.INT32;
import static dev.narrowgauge.engine.onnx.model.ElementType.INT64;
import static dev.narrowgauge.engine.onnx.model.ElementType.UINT8;
import static dev.narrowgauge.engine.onnx.model.ElementType.UNDEFINED;

import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import java.util.HashMap;
import java.util.Map;

/**
 * The element type of every value, from what the file declares and, where it is silent, from the operators' type rules.
 *
 * <p>An optimized graph as ONNX Runtime saves it declares the types of its inputs and outputs only.
 */
public final class ElementTypes {
    /** Operators whose outputs have a type of their own. Absent: the type of the first input. */
    private static final Map<String, ElementType> FIXED = Map.ofEntries(
            Map.entry("Shape", INT64),
            Map.entry("Size", INT64),
            Map.entry("NonZero", INT64),
            Map.entry("ArgMax", INT64),
            Map.entry("ArgMin", INT64),
            Map.entry("NonMaxSuppression", INT64),
            Map.entry("Equal", BOOL),
            Map.entry("Greater", BOOL),
            Map.entry("GreaterOrEqual", BOOL),
            Map.entry("Less", BOOL),
            Map.entry("LessOrEqual", BOOL),
            Map.entry("And", BOOL),
            Map.entry("Or", BOOL),
            Map.entry("Xor", BOOL),
            Map.entry("Not", BOOL),
            Map.entry("IsNaN", BOOL),
            Map.entry("IsInf", BOOL),
            Map.entry("OptionalHasElement", BOOL),
            Map.entry("RegexFullMatch", BOOL),
            Map.entry("SequenceLength", INT64),
            Map.entry("TfIdfVectorizer", FLOAT),
            Map.entry("ImageDecoder", UINT8),
            // values that are no tensors have no element type
            Map.entry("SequenceEmpty", UNDEFINED),
            Map.entry("SequenceConstruct", UNDEFINED),
            Map.entry("SequenceInsert", UNDEFINED),
            Map.entry("SequenceErase", UNDEFINED),
            Map.entry("SplitToSequence", UNDEFINED),
            Map.entry("Optional", UNDEFINED));

    /** Operators that take their type from another input than the first. */
    private static final Map<String, Integer> TYPE_FROM_INPUT =
            Map.of("Where", 1, "OneHot", 2, "QuantizeLinear", 2, "DequantizeLinear", 1, "CastLike", 1);

    /** Operators whose later outputs do not have the type of the first. */
    private static final Map<String, ElementType> FIXED_LATER_OUTPUTS =
            Map.of("TopK", INT64, "MaxPool", INT64, "Dropout", BOOL, "Unique", INT64, "StringSplit", INT64);

    /** Operators that say the type of their result in that attribute. Without it: that type, or UNDEFINED for their input's. */
    private static final Map<String, Declared> DECLARED = Map.ofEntries(
            Map.entry("Cast", new Declared("to", UNDEFINED)),
            Map.entry("RandomNormal", new Declared("dtype", FLOAT)),
            Map.entry("RandomUniform", new Declared("dtype", FLOAT)),
            Map.entry("RandomNormalLike", new Declared("dtype", UNDEFINED)),
            Map.entry("RandomUniformLike", new Declared("dtype", UNDEFINED)),
            Map.entry("Bernoulli", new Declared("dtype", UNDEFINED)),
            Map.entry("EyeLike", new Declared("dtype", UNDEFINED)),
            Map.entry("Multinomial", new Declared("dtype", INT32)),
            Map.entry("BlackmanWindow", new Declared("output_datatype", FLOAT)),
            Map.entry("HammingWindow", new Declared("output_datatype", FLOAT)),
            Map.entry("HannWindow", new Declared("output_datatype", FLOAT)),
            Map.entry("MelWeightMatrix", new Declared("output_datatype", FLOAT)));

    private record Declared(String attribute, ElementType absent) {}

    private final Map<String, ElementType> types = new HashMap<>();

    private ElementTypes() {}

    public static ElementTypes of(Graph graph) {
        ElementTypes result = new ElementTypes();
        graph.graphInputs().forEach(result::declare);
        graph.graphOutputs().forEach(result::declare);
        graph.valueInfos().forEach(result::declare);
        graph.initializers()
                .forEach(tensor -> result.types.put(tensor.getName(), knownOrUndefined(tensor.getDataType())));
        for (GraphNode node : graph.topologicalOrder()) {
            for (int i = 0; i < node.outputs().size(); i++) {
                ElementType inferred = result.infer(node, i);
                if (inferred != UNDEFINED) {
                    result.types.putIfAbsent(node.output(i), inferred);
                }
            }
        }
        return result;
    }

    /** The type of the value, UNDEFINED where it is not known. */
    public ElementType of(String value) {
        return types.getOrDefault(value, UNDEFINED);
    }

    public boolean isFloat32(String value) {
        return of(value) == FLOAT;
    }

    private void declare(ValueInfoProto value) {
        if (value.getType().hasTensorType()) {
            ElementType type = knownOrUndefined(value.getType().getTensorType().getElemType());
            if (type != UNDEFINED) {
                types.put(value.getName(), type);
            }
        }
    }

    private ElementType infer(GraphNode node, int output) {
        if (FlatModel.isEntry(node)) {
            return of(node.input(output));
        }
        if (FlatModel.isExit(node)) {
            return of(node.input((int) node.intAttribute(FlatModel.FIRST_RESULT, 0) + output));
        }
        if (!node.domain().isEmpty() || node.hasSubgraphs()) {
            return UNDEFINED;
        }
        if (output > 0 && FIXED_LATER_OUTPUTS.containsKey(node.opType())) {
            return FIXED_LATER_OUTPUTS.get(node.opType());
        }
        if (DECLARED.containsKey(node.opType())) {
            Declared declared = DECLARED.get(node.opType());
            ElementType type = knownOrUndefined((int)
                    node.intAttribute(declared.attribute(), declared.absent().number()));
            return type == UNDEFINED ? of(node.input(0)) : type;
        }
        return switch (node.opType()) {
            case "ConstantOfShape" ->
                node.hasAttribute("value")
                        ? knownOrUndefined(node.attribute("value").getT().getDataType())
                        : FLOAT;
            case "Constant" -> constantType(node);
            default ->
                FIXED.getOrDefault(node.opType(), of(node.input(TYPE_FROM_INPUT.getOrDefault(node.opType(), 0))));
        };
    }

    private static ElementType constantType(GraphNode node) {
        if (node.hasAttribute("value")) {
            return knownOrUndefined(node.attribute("value").getT().getDataType());
        }
        if (node.hasAttribute("value_float") || node.hasAttribute("value_floats")) {
            return FLOAT;
        }
        return node.hasAttribute("value_int") || node.hasAttribute("value_ints") ? INT64 : UNDEFINED;
    }

    private static ElementType knownOrUndefined(int number) {
        return ElementType.ofNumber(number).orElse(UNDEFINED);
    }
}
