package dev.narrowgauge.engine.onnx.reduce;

import dev.narrowgauge.engine.onnx.graph.FlatModel;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Models that are some of the nodes of one model, whichever those are: what they read of the others becomes an input, fed
 * with what it was in the whole model; what none of them reads becomes an output.
 */
final class NodeParts {
    private final FaultyModel whole;
    private final KnownValues known;
    private final List<NodeProto> nodes;
    private final Map<String, Integer> producers = new HashMap<>();
    private final Set<String> readInWhole = new HashSet<>();
    private final Map<Integer, Set<Integer>> units;

    NodeParts(FaultyModel whole, KnownValues known) {
        this(whole, known, Map.of());
    }

    /** @param units nodes that come and go together, by each of them */
    NodeParts(FaultyModel whole, KnownValues known, Map<Integer, Set<Integer>> units) {
        this.whole = whole;
        this.known = known;
        this.units = units;
        this.nodes = whole.model().getGraph().getNodeList();
        for (int i = 0; i < nodes.size(); i++) {
            for (String output : nodes.get(i).getOutputList()) {
                producers.putIfAbsent(output, i);
            }
            readInWhole.addAll(Pruning.reads(nodes.get(i)));
        }
    }

    /** In the order of the data flow, without those that come with others. */
    List<Integer> all() {
        return IntStream.range(0, nodes.size())
                .filter(index -> !FlatModel.isEntry(nodes.get(index)))
                .boxed()
                .toList();
    }

    /** The nodes of the part that these make up, the last ones first. */
    List<Integer> reversed(Collection<Integer> wanted) {
        TreeSet<Integer> kept = new TreeSet<>(wanted);
        cut(kept);
        return kept.descendingSet().stream()
                .filter(index -> !FlatModel.isEntry(nodes.get(index)))
                .toList();
    }

    /** With the nodes that make values which cannot be fed, where these read such. */
    FaultyModel of(Collection<Integer> wanted) {
        TreeSet<Integer> kept = new TreeSet<>(wanted);
        Set<String> cut = cut(kept);
        GraphProto graph = whole.model().getGraph();
        GraphProto.Builder part = graph.toBuilder().clearNode().clearOutput();
        cut.forEach(value -> part.addInput(known.declaration(value).orElseThrow()));
        kept.forEach(index -> part.addNode(nodes.get(index)));
        part.addAllOutput(outputs(kept));
        return Pruning.prune(whole.withGraph(part.build()).withSamples(known.with(cut)));
    }

    /** The values at which the part is cut off; adds to it what makes those that cannot be fed. */
    private Set<String> cut(TreeSet<Integer> kept) {
        Set<String> cut = new LinkedHashSet<>();
        Deque<Integer> open = new ArrayDeque<>(kept);
        while (!open.isEmpty()) {
            int index = open.pop();
            units.getOrDefault(index, Set.of()).stream().filter(kept::add).forEach(open::push);
            for (String value : Pruning.reads(nodes.get(index))) {
                Integer producer = producers.get(value);
                if (producer == null || kept.contains(producer)) {
                    continue;
                }
                if (known.declaration(value).isPresent()) {
                    cut.add(value);
                } else {
                    kept.add(producer);
                    open.push(producer);
                }
            }
        }
        cut.removeIf(value -> kept.contains(producers.get(value)));
        return cut;
    }

    private List<ValueInfoProto> outputs(Set<Integer> kept) {
        Map<String, ValueInfoProto> declared = new HashMap<>();
        whole.model().getGraph().getOutputList().forEach(output -> declared.put(output.getName(), output));
        Set<String> read = new HashSet<>();
        kept.forEach(index -> read.addAll(Pruning.reads(nodes.get(index))));
        return kept.stream()
                .flatMap(index -> results(nodes.get(index), read, declared.keySet()).stream())
                .map(value -> declared.containsKey(value) ? declared.get(value) : known.output(value))
                .toList();
    }

    /** Outputs of the whole model; of a node that nobody reads any more what somebody had read, or the first. */
    private List<String> results(NodeProto node, Set<String> read, Set<String> outputsOfWhole) {
        if (FlatModel.isEntry(node)) {
            return List.of();
        }
        List<String> named =
                node.getOutputList().stream().filter(value -> !value.isEmpty()).toList();
        if (named.stream().anyMatch(read::contains)) {
            return named.stream().filter(outputsOfWhole::contains).toList();
        }
        List<String> used = named.stream()
                .filter(value -> readInWhole.contains(value) || outputsOfWhole.contains(value))
                .toList();
        return used.isEmpty() ? named.subList(0, Math.min(1, named.size())) : used;
    }
}
