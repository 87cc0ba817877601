package dev.narrowgauge.engine.runtime.verify;

import dev.narrowgauge.domain.report.KernelReport;
import dev.narrowgauge.domain.report.NodeReport;
import dev.narrowgauge.domain.variant.Precision;
import dev.narrowgauge.engine.onnx.graph.FlatModel;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.runtime.verify.Fusion.Conversions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Holds a plan against the graph that ONNX Runtime runs: which node computes in which kernel, and where conversions stand
 * around kernels that are float all the same.
 */
final class FusionVerifier {
    static final String NOT_FUSED = "ONNX Runtime does not fuse it to an integer kernel on this machine.";

    private static final String SLOW_POOLING =
            "Where the channels come first ONNX Runtime's kernel for bytes takes many times as long as the one for floats.";

    private final boolean integers;
    private final List<NodeReport> planned;
    private final RunningGraph running;
    private final KernelMatch match;
    private final KernelProfile profile;
    private final MacCount macs;
    private final Map<String, NodeProto> kernels = new HashMap<>();
    private final Map<NodeProto, List<NodeReport>> computed = new IdentityHashMap<>();
    private final Set<NodeProto> unfused = new LinkedHashSet<>();
    private final Map<NodeProto, List<NodeProto>> unfusedOf = new IdentityHashMap<>();

    private FusionVerifier(
            Precision precision,
            List<NodeReport> planned,
            FlatModel baseline,
            GraphProto quantized,
            GraphProto runningGraph,
            KernelProfile profile) {
        this.integers = precision == Precision.INT8;
        this.planned = planned;
        this.running = new RunningGraph(runningGraph);
        this.match = new KernelMatch(planned, baseline.graph(), quantized, running);
        this.profile = profile;
        this.macs = new MacCount(baseline, profile);
        for (NodeReport node : planned) {
            match.of(node).ifPresent(kernel -> {
                kernels.put(node.name(), kernel);
                computed.computeIfAbsent(kernel, key -> new ArrayList<>()).add(node);
            });
        }
        running.nodes().stream()
                .filter(RunningGraph::isConversion)
                .filter(running::isUnfused)
                .forEach(this::charge);
    }

    /** A conversion is paid for by one of the kernels beside it. */
    private void charge(NodeProto conversion) {
        unfused.add(conversion);
        neighbours(conversion).stream()
                .findFirst()
                .ifPresent(kernel -> unfusedOf
                        .computeIfAbsent(kernel, key -> new ArrayList<>())
                        .add(conversion));
    }

    /**
     * @param precision of the variant
     * @param planned the decision for each node of the float model
     * @param baseline the float model
     * @param quantized the variant as it was written
     * @param running the variant as ONNX Runtime runs it
     */
    static Fusion verify(
            Precision precision,
            List<NodeReport> planned,
            FlatModel baseline,
            GraphProto quantized,
            GraphProto running,
            KernelProfile profile) {
        return new FusionVerifier(precision, planned, baseline, quantized, running, profile).verify();
    }

    private Fusion verify() {
        List<NodeReport> nodes = planned.stream().map(this::report).toList();
        Map<String, Integer> operators = new TreeMap<>();
        running.nodes().forEach(node -> operators.merge(node.getOpType(), 1, Integer::sum));
        List<NodeProto> needed = running.nodes().stream()
                .filter(node -> RunningGraph.isConversion(node) && !unfused.contains(node))
                .toList();
        return new Fusion(
                nodes, operators, conversions(needed), conversions(unfused), wouldBeFloat(), null, macs.integerShare());
    }

    private NodeReport report(NodeReport node) {
        NodeProto kernel = kernels.get(node.name());
        if (kernel == null) {
            macs.skip(node);
            boolean gone = integers && node.placement().equals(NodeReport.FLOAT);
            return gone ? node.ran(NodeReport.ABSORBED, "", null) : node;
        }
        boolean integer = running.worksOnCodes(kernel);
        match.original(node).ifPresent(original -> macs.add(original, kernel, integer));
        KernelReport told = kernelReport(node, kernel);
        if (!integers) {
            return node.ran(node.placement(), node.reason(), told);
        }
        return switch (node.placement()) {
            case NodeReport.QUANTIZED ->
                integer ? node.ran(NodeReport.QUANTIZED, "", told) : node.ran(NodeReport.FLOAT, NOT_FUSED, told);
            case NodeReport.FLOAT ->
                RunningGraph.isIntegerKernel(kernel)
                        ? node.ran(isToldAt(node, kernel) ? NodeReport.QUANTIZED : NodeReport.ABSORBED, "", told)
                        : node.ran(NodeReport.FLOAT, node.reason(), told);
            default -> node;
        };
    }

    private KernelReport kernelReport(NodeReport node, NodeProto kernel) {
        if (!isToldAt(node, kernel)) {
            return new KernelReport(kernel.getOpType(), null, 0, null);
        }
        List<NodeProto> unfusedHere = unfusedOf.getOrDefault(kernel, List.of());
        return new KernelReport(
                kernel.getOpType(),
                profile.micros(kernel.getName()).orElse(null),
                unfusedHere.size(),
                micros(unfusedHere));
    }

    /** A kernel that computes several nodes is told at the one that multiplies, else at the last. */
    private boolean isToldAt(NodeReport node, NodeProto kernel) {
        List<NodeReport> all = computed.get(kernel);
        return all.stream()
                .filter(other -> MacCount.counts(other.opType()))
                .findFirst()
                .orElse(all.getLast())
                .equals(node);
    }

    /**
     * What was meant for integers, does not multiply or add any, and pays for conversions or has weights to dequantize; and
     * poolings that have their channels last in no integer kernel around them.
     */
    private Map<String, String> wouldBeFloat() {
        Set<NodeProto> paying = new HashSet<>();
        unfused.forEach(conversion -> paying.addAll(neighbours(conversion)));
        Map<String, String> reasons = new LinkedHashMap<>();
        if (!integers) {
            return reasons;
        }
        for (NodeReport node : planned) {
            NodeProto kernel = kernels.get(node.name());
            if (kernel == null
                    || !node.placement().equals(NodeReport.QUANTIZED)
                    || RunningGraph.isIntegerKernel(kernel)) {
                continue;
            }
            boolean stayedFloat = KernelMatch.isFloatKernel(kernel, node.opType());
            if (stayedFloat || paying.contains(kernel)) {
                reasons.put(node.name(), NOT_FUSED);
            } else if (kernel.getOpType().equals("MaxPool")) {
                reasons.put(node.name(), SLOW_POOLING);
            }
        }
        return reasons;
    }

    /** The kernels before and behind it; codes that are dequantized at once belong to the reader of that. */
    private Collection<NodeProto> neighbours(NodeProto conversion) {
        Set<NodeProto> neighbours = new LinkedHashSet<>();
        running.producer(conversion.getInput(0)).ifPresent(neighbours::add);
        for (NodeProto reader : running.readers(conversion.getOutput(0))) {
            neighbours.add(reader);
            if (RunningGraph.isConversion(reader)) {
                neighbours.addAll(running.readers(reader.getOutput(0)));
            }
        }
        neighbours.removeIf(RunningGraph::isConversion);
        return neighbours;
    }

    private Conversions conversions(Collection<NodeProto> nodes) {
        return new Conversions(nodes.size(), micros(nodes));
    }

    /** Null where nothing was run. */
    private Double micros(Collection<NodeProto> nodes) {
        List<Optional<Double>> times =
                nodes.stream().map(node -> profile.micros(node.getName())).toList();
        return times.stream().anyMatch(Optional::isEmpty)
                ? null
                : Double.valueOf(
                        times.stream().mapToDouble(time -> time.orElse(0.0)).sum());
    }
}
