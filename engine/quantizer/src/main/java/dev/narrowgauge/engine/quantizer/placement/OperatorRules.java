package dev.narrowgauge.engine.quantizer.placement;

import static dev.narrowgauge.engine.quantizer.placement.OperatorRule.ALL_INPUTS;
import static dev.narrowgauge.engine.quantizer.placement.OperatorRule.Role.ARITHMETIC;
import static dev.narrowgauge.engine.quantizer.placement.OperatorRule.Role.MOVE;
import static dev.narrowgauge.engine.quantizer.placement.OperatorRule.arithmetic;
import static dev.narrowgauge.engine.quantizer.placement.OperatorRule.choice;
import static dev.narrowgauge.engine.quantizer.placement.OperatorRule.index;
import static dev.narrowgauge.engine.quantizer.placement.OperatorRule.move;
import static dev.narrowgauge.engine.quantizer.placement.OperatorRule.multiply;
import static dev.narrowgauge.engine.quantizer.placement.OperatorRule.pooling;
import static dev.narrowgauge.engine.quantizer.placement.OperatorRule.removableActivation;
import static dev.narrowgauge.engine.quantizer.placement.OperatorRule.residual;
import static java.util.stream.Collectors.toUnmodifiableMap;

import dev.narrowgauge.domain.recipe.Target;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.shape.Shapes;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What one target computes in integers; an operator that is not in its table stays float there. */
public final class OperatorRules {
    /** Where QuantizeLinear and DequantizeLinear go. */
    public enum Style {
        /** Around every node, whose kernel then reads and writes integers. */
        AROUND_NODES,
        /** In front of weighted nodes only; the runtime moves them where it wants them. Zero points are zero. */
        BEFORE_WEIGHTED_NODES
    }

    /**
     * ONNX Runtime's CPU execution provider, as its optimized graphs show; opset 13 and later. What it fuses is the same on
     * every processor: x86 and ARM differ in the types that are fast, not in the operators.
     */
    public static final OperatorRules ONNX_RUNTIME_CPU = new OperatorRules(
            "ONNX Runtime has no integer kernel for %s on this target.",
            Style.AROUND_NODES,
            (node, graph, shapes) -> CpuLimits.obstacle(node, graph),
            CpuLimits::loss,
            multiply("Conv", false),
            multiply("ConvTranspose", false),
            multiply("Gemm", true),
            multiply("MatMul", true),
            arithmetic("Add", 2),
            arithmetic("Mul", 2),
            arithmetic("Concat", ALL_INPUTS),
            choice("Where"),
            arithmetic("LeakyRelu", 1),
            arithmetic("Sigmoid", 1),
            arithmetic("HardSigmoid", 1),
            arithmetic("HardSwish", 1),
            arithmetic("Softmax", 1),
            pooling("AveragePool", ARITHMETIC),
            pooling("GlobalAveragePool", ARITHMETIC),
            pooling("MaxPool", MOVE),
            pooling("ReduceMax", MOVE),
            pooling("ReduceMin", MOVE),
            move("Reshape"),
            move("Flatten"),
            move("Squeeze"),
            move("Unsqueeze"),
            move("Transpose"),
            move("Split"),
            move("Slice"),
            move("Gather"),
            move("GatherElements"),
            move("Expand"),
            move("Tile"),
            move("Resize"),
            move("DepthToSpace"),
            index("ArgMax"),
            removableActivation("Relu"),
            removableActivation("Clip"));

    /** ONNX Runtime's CUDA execution provider: it converts, but has no kernel that computes between Q and DQ. */
    public static final OperatorRules ONNX_RUNTIME_CUDA = new OperatorRules(
            "ONNX Runtime's CUDA provider computes %s in float, also between QuantizeLinear and DequantizeLinear;"
                    + " use precision fp16, or the target tensorrt.",
            Style.AROUND_NODES,
            (node, graph, shapes) -> CpuLimits.obstacle(node, graph),
            (node, graph, shapes) -> Optional.empty());

    /** TensorRT in explicit mode: what reads Q/DQ computes in int8, everything around it in the builder's float precision. */
    public static final OperatorRules TENSORRT = new OperatorRules(
            "TensorRT needs no Q/DQ at %s: it fuses it with its neighbours or moves their Q/DQ across it.",
            Style.BEFORE_WEIGHTED_NODES,
            (node, graph, shapes) -> TensorRtLimits.obstacle(node, graph),
            TensorRtLimits::loss,
            multiply("Conv", true),
            multiply("ConvTranspose", true),
            multiply("Gemm", true),
            multiply("MatMul", true),
            residual("Add"));

    private final String absent;
    private final Style style;
    private final Limits obstacles;
    private final Limits losses;
    private final Map<String, OperatorRule> byOpType;

    /** Why one node cannot follow the row of its operator, if so. Shapes are inferred where a row asks for them. */
    interface Limits {
        Optional<String> reason(GraphNode node, Graph graph, Supplier<Shapes> shapes);
    }

    private OperatorRules(String absent, Style style, Limits obstacles, Limits losses, OperatorRule... rules) {
        this.absent = absent;
        this.style = style;
        this.obstacles = obstacles;
        this.losses = losses;
        this.byOpType = Stream.of(rules).collect(toUnmodifiableMap(OperatorRule::opType, Function.identity()));
    }

    /** The table of the target. */
    public static OperatorRules of(Target target) {
        return switch (target) {
            case GENERIC, X86_AVX2, X86_VNNI, X86_AMX, ARM_DOTPROD, ARM_I8MM -> ONNX_RUNTIME_CPU;
            case CUDA -> ONNX_RUNTIME_CUDA;
            case TENSORRT -> TENSORRT;
        };
    }

    public Optional<OperatorRule> of(String domain, String opType) {
        return domain.isEmpty() ? Optional.ofNullable(byOpType.get(opType)) : Optional.empty();
    }

    public Style style() {
        return style;
    }

    /** Why an operator without a row stays float. */
    String reasonWithoutRule(String opType) {
        return absent.formatted(opType);
    }

    /** Why the node cannot compute in integers, if so. */
    Optional<String> obstacle(GraphNode node, Graph graph, Supplier<Shapes> shapes) {
        return obstacles.reason(node, graph, shapes);
    }

    /** Why the node could, but does not gain by it, if so. */
    Optional<String> loss(GraphNode node, Graph graph, Supplier<Shapes> shapes) {
        return losses.reason(node, graph, shapes);
    }
}
