package dev.narrowgauge.engine.quantizer.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import dev.narrowgauge.engine.quantizer.placement.OperatorRules.Style;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The placement that is found costs as little as the best of all that there are. */
class TestPlacementCut {
    private static final int CASES = 60;
    private static final int NODES = 9;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void noPlacementCostsLess(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < CASES; i++) {
            Case drawn = Case.draw(random);
            Set<GraphNode> found = new PlacementCut(drawn.graph, drawn.view, drawn.costs).solve(node -> false);
            double least =
                    drawn.subsets().stream().mapToDouble(drawn::costOf).min().orElseThrow();
            assertThat(drawn.costOf(found)).as("seed %d, case %d", seed, i).isCloseTo(least, within(0.01));
        }
    }

    /** A random graph of nodes that can compute in integers, between ones that cannot. */
    private record Case(Graph graph, Placements view, RandomCosts costs, List<GraphNode> candidates) {
        static Case draw(Random random) {
            GraphProto.Builder proto =
                    GraphProto.newBuilder().addInput(ValueInfoProto.newBuilder().setName("v0"));
            for (int i = 1; i <= NODES; i++) {
                NodeProto.Builder node = NodeProto.newBuilder()
                        .setName("n" + i)
                        .setOpType("Operator")
                        .addInput("v" + random.nextInt(i))
                        .addOutput("v" + i);
                if (random.nextBoolean()) {
                    node.addInput("v" + random.nextInt(i));
                }
                proto.addNode(node);
            }
            proto.addOutput(ValueInfoProto.newBuilder().setName("v" + NODES));
            Graph graph = Graph.of(proto.build());
            Map<GraphNode, Placement> placements = new HashMap<>();
            List<GraphNode> candidates = new ArrayList<>();
            for (GraphNode node : graph.topologicalOrder()) {
                placements.put(node, placement(random.nextInt(4)));
                if (placements.get(node) instanceof Placement.Quantized) {
                    candidates.add(node);
                }
            }
            Placements view = Placements.of(graph, Style.AROUND_NODES, placements);
            return new Case(graph, view, new RandomCosts(random.nextLong()), candidates);
        }

        private static Placement placement(int kind) {
            return switch (kind) {
                case 0 -> new Placement.Float("It cannot.");
                case 1 -> new Placement.Quantized(OperatorRule.multiply("Operator", true));
                case 2 -> new Placement.Quantized(OperatorRule.move("Operator"));
                default -> new Placement.Quantized(OperatorRule.arithmetic("Operator", 2));
            };
        }

        List<Set<GraphNode>> subsets() {
            List<Set<GraphNode>> subsets = new ArrayList<>();
            for (int bits = 0; bits < 1 << candidates.size(); bits++) {
                Set<GraphNode> subset = new HashSet<>();
                for (int i = 0; i < candidates.size(); i++) {
                    if ((bits >> i & 1) != 0) {
                        subset.add(candidates.get(i));
                    }
                }
                subsets.add(subset);
            }
            return subsets;
        }

        /** By the definition: nodes on their side, and one conversion for a value and a direction. */
        double costOf(Set<GraphNode> integers) {
            double cost = 0;
            for (GraphNode node : candidates) {
                cost += integers.contains(node) ? costs.inIntegers(node, null) : costs.inFloat(node);
            }
            for (int i = 0; i <= NODES; i++) {
                cost += conversions("v" + i, integers);
            }
            return cost;
        }

        private double conversions(String value, Set<GraphNode> integers) {
            boolean readAsCodes = false;
            boolean readAsFloat = graph.isGraphOutput(value);
            for (GraphNode reader : graph.consumers(value)) {
                for (int i = 0; i < reader.inputs().size(); i++) {
                    if (reader.input(i).equals(value)) {
                        boolean codes = integers.contains(reader) && view.readsInteger(reader, i);
                        readAsCodes |= codes;
                        readAsFloat |= !codes;
                    }
                }
            }
            GraphNode producer = graph.producer(value).orElse(null);
            double quantized = readAsCodes ? costs.quantize(value) : 0;
            double dequantized = readAsFloat ? costs.dequantize(value) : 0;
            if (!integers.contains(producer)) {
                return quantized;
            }
            boolean either = view.rule(producer).orElseThrow().floatResult();
            return either ? Math.min(quantized, costs.rounding(value) + dequantized) : dequantized;
        }
    }

    /** A cost for each question, always the same. */
    private record RandomCosts(long seed) implements PlacementCosts {
        private double draw(String question) {
            return new Random(seed ^ 31L * question.hashCode()).nextInt(1, 1000);
        }

        @Override
        public double inFloat(GraphNode node) {
            return draw("float " + node.name());
        }

        @Override
        public double inFloatAlone(GraphNode node) {
            return inFloat(node);
        }

        @Override
        public double inIntegers(GraphNode node, OperatorRule rule) {
            return draw("integers " + node.name());
        }

        @Override
        public double quantize(String value) {
            return draw("quantize " + value);
        }

        @Override
        public double dequantize(String value) {
            return draw("dequantize " + value);
        }

        @Override
        public double rounding(String value) {
            return draw("rounding " + value);
        }

        @Override
        public boolean isDemanded(GraphNode node, OperatorRule rule) {
            return false;
        }

        @Override
        public boolean followsIntegers(GraphNode node) {
            return false;
        }

        @Override
        public String reason() {
            return "It costs more.";
        }
    }
}
