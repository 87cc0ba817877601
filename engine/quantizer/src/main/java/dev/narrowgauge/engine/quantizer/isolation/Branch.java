package dev.narrowgauge.engine.quantizer.isolation;

import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.quantizer.QuantizedTensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One quantized node beside the float model: copied from the variant as far back as the next values that the float model
 * has, too, and fed with those.
 *
 * <p>Where another integer kernel gives what the node reads, the rounding of that is that kernel's: the float node that
 * this one is held against then reads the rounded values as well. So the noise of a variant is the sum of what its nodes
 * add, as far as it adds up at all.
 */
final class Branch {
    private final Graph probe;
    private final VariantValues variant;
    private final SharedValues shared;
    private final List<GraphNode> members;
    private final Set<String> own;
    private final Map<String, String> copies = new HashMap<>();
    private final Map<String, String> rounded = new HashMap<>();

    /**
     * @param probe the float model, to which the branch is added
     * @param members the nodes of the float model that it stands for
     * @param own what they write
     */
    Branch(Graph probe, VariantValues variant, SharedValues shared, List<GraphNode> members, Set<String> own) {
        this.probe = probe;
        this.variant = variant;
        this.shared = shared;
        this.members = members;
        this.own = own;
    }

    /** Adds what the node does to that result of it. */
    IsolatedNode.Result result(String result) {
        String quantized = quantized(result);
        String exact = rounded.isEmpty() ? result : reference(result);
        String rounding = variant.writtenCodes(result)
                .map(codes -> shared.squares(shared.difference(shared.rounded(exact, codes), exact)))
                .orElse("");
        return new IsolatedNode.Result(result, shared.difference(quantized, exact), shared.squares(result), rounding);
    }

    private String quantized(String result) {
        Optional<QuantizedTensor> codes = variant.writtenCodes(result);
        if (codes.isPresent()) {
            return shared.dequantize(ownChannels(result, copyOf(codes.get().integerName())), codes.get());
        }
        String copy = ownChannels(result, copyOf(result));
        return variant.half(result).isPresent() ? shared.cast(copy, ElementType.FLOAT) : copy;
    }

    /** As the float model has them. */
    private String ownChannels(String value, String copy) {
        return variant.channels(value)
                .map(places -> shared.channels(copy, places.own()))
                .orElse(copy);
    }

    /** As the variant has them. */
    private String allChannels(String value, String given) {
        return variant.channels(value)
                .map(places -> shared.channels(given, places.held()))
                .orElse(given);
    }

    private String copyOf(String value) {
        if (value.isEmpty()) {
            return "";
        }
        String known = copies.get(value);
        if (known == null) {
            known = copy(value);
            copies.put(value, known);
        }
        return known;
    }

    private String copy(String value) {
        if (variant.graph().constant(value).isPresent()) {
            return shared.constant(variant.graph().constant(value).get());
        }
        Optional<QuantizedTensor> codes = variant.ofCodes(value).filter(tensor -> !own.contains(tensor.floatName()));
        if (codes.isPresent()) {
            return given(codes.get());
        }
        if (shared.isFloatValue(value) && !own.contains(value)) {
            return given(value);
        }
        GraphNode node = variant.graph().producer(value).orElseThrow();
        List<String> inputs = node.inputs().stream().map(this::copyOf).toList();
        List<String> outputs = new ArrayList<>();
        for (String output : node.outputs()) {
            outputs.add(output.isEmpty() ? "" : probe.freshName("b"));
            copies.put(output, outputs.getLast());
        }
        probe.add(node.domain(), node.opType(), probe.freshName("branch_"), inputs, outputs, node.attributes());
        return copies.get(value);
    }

    private String given(QuantizedTensor tensor) {
        if (shared.isWrittenRounded(tensor.floatName())) {
            rounded.put(tensor.floatName(), shared.rounded(tensor));
        }
        return allChannels(tensor.floatName(), shared.codes(tensor));
    }

    private String given(String value) {
        Optional<ElementType> half = variant.half(value).filter(type -> shared.isFloat32(value));
        if (half.isEmpty()) {
            return allChannels(value, value);
        }
        String narrow = shared.cast(value, half.get());
        if (shared.isWrittenRounded(value)) {
            rounded.put(value, shared.cast(narrow, ElementType.FLOAT));
        }
        return narrow;
    }

    /** What the float nodes make of the rounded values. */
    private String reference(String result) {
        Map<String, String> names = new HashMap<>(rounded);
        for (GraphNode member : members) {
            List<String> inputs = member.inputs().stream()
                    .map(input -> names.getOrDefault(input, input))
                    .toList();
            List<String> outputs = member.outputs().stream()
                    .map(output -> output.isEmpty() ? "" : probe.freshName("e"))
                    .toList();
            probe.add(
                    member.domain(), member.opType(), probe.freshName("exact_"), inputs, outputs, member.attributes());
            for (int i = 0; i < outputs.size(); i++) {
                names.put(member.output(i), outputs.get(i));
            }
        }
        return names.get(result);
    }
}
