package dev.narrowgauge.engine.runtime.verify;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.narrowgauge.domain.stats.Median;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What ONNX Runtime recorded of each node while it ran: the median time of a node over all runs, in microseconds, and the
 * shapes that it met. A node that runs several times in one run, as in a loop, counts as often.
 */
final class KernelProfile {
    /** For a variant that nothing was run with. */
    static final KernelProfile EMPTY = new KernelProfile(0, Map.of());

    private static final String KERNEL_EVENT = "_kernel_time";
    private static final String RUN_EVENT = "model_run";

    private final int runs;
    private final Map<String, Node> nodes;

    private KernelProfile(int runs, Map<String, Node> nodes) {
        this.runs = runs;
        this.nodes = nodes;
    }

    private static final class Node {
        private final List<Long> micros = new ArrayList<>();
        private List<String> inputTypes = List.of();
        private List<List<Long>> inputs = List.of();
        private List<List<Long>> outputs = List.of();
    }

    /** Reads the record of that many runs; empty where the runtime wrote something else than JSON. */
    static KernelProfile read(Path file, int runs) {
        KernelProfile read = read(file);
        return new KernelProfile(runs, read.nodes);
    }

    /** As above, of as many runs as the record itself tells of. */
    static KernelProfile read(Path file) {
        Map<String, Node> nodes = new HashMap<>();
        int runs = 0;
        try (JsonParser json = new JsonFactory().createParser(file.toFile())) {
            if (json.nextToken() == JsonToken.START_ARRAY) {
                while (json.nextToken() == JsonToken.START_OBJECT) {
                    runs += readEvent(json, nodes).equals(RUN_EVENT) ? 1 : 0;
                }
            }
        } catch (JsonProcessingException e) {
            // It does not escape names; a report without times is better than none.
            return EMPTY;
        } catch (IOException e) {
            throw new UncheckedIOException("The profile " + file + " is not readable", e);
        }
        return new KernelProfile(runs, nodes);
    }

    /** Empty where the node never ran. */
    Optional<Double> micros(String node) {
        return Optional.ofNullable(nodes.get(node))
                .filter(times -> runs > 0 && !times.micros.isEmpty())
                .map(times -> Median.of(times.micros.stream()
                                .mapToDouble(Long::doubleValue)
                                .toArray())
                        * turns(node));
    }

    /** How often the node runs in one run: more than once in a loop. */
    long turns(String node) {
        return nodes.containsKey(node) && runs > 0
                ? Math.max(1, Math.round((double) nodes.get(node).micros.size() / runs))
                : 1;
    }

    /** Whether others ran, and the node did not. */
    boolean isElsewhere(String node) {
        return !nodes.isEmpty() && !nodes.containsKey(node);
    }

    /** Dimensions of the inputs as they were in one of the runs; empty where the node never ran. */
    List<List<Long>> inputs(String node) {
        return nodes.containsKey(node) ? nodes.get(node).inputs : List.of();
    }

    /** Of its first input, as ONNX names types; empty where the node never ran. */
    String inputType(String node) {
        return nodes.containsKey(node) && !nodes.get(node).inputTypes.isEmpty()
                ? nodes.get(node).inputTypes.getFirst()
                : "";
    }

    List<List<Long>> outputs(String node) {
        return nodes.containsKey(node) ? nodes.get(node).outputs : List.of();
    }

    /** Returns its name. */
    private static String readEvent(JsonParser json, Map<String, Node> nodes) throws IOException {
        String name = "";
        long micros = 0;
        Node shapes = new Node();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "name" -> name = json.getText();
                case "dur" -> micros = json.getLongValue();
                case "args" -> readArguments(json, shapes);
                default -> json.skipChildren();
            }
        }
        if (name.endsWith(KERNEL_EVENT)) {
            Node node =
                    nodes.computeIfAbsent(name.substring(0, name.length() - KERNEL_EVENT.length()), key -> new Node());
            node.micros.add(micros);
            node.inputTypes = shapes.inputTypes;
            node.inputs = shapes.inputs;
            node.outputs = shapes.outputs;
        }
        return name;
    }

    private static void readArguments(JsonParser json, Node shapes) throws IOException {
        if (!json.isExpectedStartObjectToken()) {
            json.skipChildren();
            return;
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "input_type_shape" -> {
                    shapes.inputTypes = new ArrayList<>();
                    shapes.inputs = readShapes(json, shapes.inputTypes);
                }
                case "output_type_shape" -> shapes.outputs = readShapes(json, new ArrayList<>());
                default -> json.skipChildren();
            }
        }
    }

    /** From {@code [{"uint8": [1, 3]}, …]}, whose types are added. */
    private static List<List<Long>> readShapes(JsonParser json, List<String> types) throws IOException {
        List<List<Long>> shapes = new ArrayList<>();
        if (!json.isExpectedStartArrayToken()) {
            return shapes;
        }
        int depth = 1;
        while (depth > 0) {
            JsonToken token = json.nextToken();
            if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            }
            if (token == JsonToken.START_ARRAY) {
                shapes.add(new ArrayList<>());
            } else if (token == JsonToken.FIELD_NAME) {
                types.add(json.currentName());
            } else if (token == JsonToken.VALUE_NUMBER_INT) {
                shapes.getLast().add(json.getLongValue());
            }
        }
        return shapes;
    }
}
