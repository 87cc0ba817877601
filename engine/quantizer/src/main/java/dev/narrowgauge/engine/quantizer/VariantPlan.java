package dev.narrowgauge.engine.quantizer;

import dev.narrowgauge.domain.report.NodeReport;
import dev.narrowgauge.engine.onnx.graph.ElementTypes;
import dev.narrowgauge.engine.onnx.graph.FlatModel;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import dev.narrowgauge.engine.quantizer.calibration.CalibrationStatistics;
import dev.narrowgauge.engine.quantizer.placement.CountedRun;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What will be in integers, before anything has run: with ranges measured beforehand, while the model runs, or both. */
public interface VariantPlan {
    /** The float model that is observed, and that the variant is compared with. */
    ModelProto floatModel();

    /** The float32 values of {@link #floatModel()} whose statistics {@link #quantize} needs; inputs may be among them. */
    Set<String> observedTensors();

    /** All float32 values of {@link #floatModel()} that are computed or fed: whatever another recipe could quantize. */
    default Set<String> floatTensors() {
        Graph graph = Graph.of(FlatModel.of(floatModel()).graph());
        ElementTypes types = ElementTypes.of(graph);
        Stream<String> fed = graph.graphInputs().stream().map(ValueInfoProto::getName);
        Stream<String> computed = graph.nodes().stream().flatMap(node -> node.outputs().stream());
        return Stream.concat(fed, computed)
                .filter(value -> types.isFloat32(value) && graph.constant(value).isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The same plan with those nodes in float of which nothing was observed, because no sample came by. */
    default VariantPlan observed(CalibrationStatistics statistics) {
        return this;
    }

    /** The decision for every node, in the order of the data flow. */
    List<NodeReport> nodes();

    /** The nodes that multiply and add in integers, in the order of the data flow. */
    List<GraphNode> integerProducts();

    /**
     * The same plan with more nodes in float. The statistics that this plan observed serve the new one.
     *
     * @param reasons by the name of a node that is quantized here
     */
    VariantPlan withFloat(Map<String, String> reasons);

    /**
     * The same plan with those regions in float that take less time there in that run; the statistics that this plan
     * observed serve the new one. A plan whose kernels need no conversions around them is its own.
     */
    default VariantPlan counted(CountedRun run) {
        return this;
    }

    /** The same plan with no other product in integers than this; null leaves none. */
    VariantPlan withOnly(GraphNode product);

    /**
     * Writes the quantized model: the same plan and statistics always give the same bytes.
     *
     * @throws dev.narrowgauge.domain.error.NarrowgaugeException when statistics are missing or have no finite value
     */
    QuantizedModel quantize(CalibrationStatistics statistics);
}
