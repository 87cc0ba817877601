package dev.narrowgauge.engine.runtime.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.narrowgauge.domain.provider.PlacedNodes;
import dev.narrowgauge.domain.provider.PlacedNodes.Work;
import dev.narrowgauge.domain.provider.Placement;
import dev.narrowgauge.domain.provider.Provider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads from ONNX Runtime's profile of a run which provider ran which node. */
final class PlacementRecord {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String KERNEL_EVENT = "_kernel_time";
    private static final Set<String> COPIES = Set.of("MemcpyFromHost", "MemcpyToHost");
    private static final Set<String> OF_SHAPES = Set.of("Shape", "Size");
    private static final Set<String> WHOLE_NUMBERS = Set.of("int64", "int32", "bool");

    /** Dimensions, indices and limits of slices; a table of numbers that a model works on has more. */
    private static final long MOST_NUMBERS_OF_A_SHAPE = 64;

    /** A node as the profile first shows it, with its time in all runs. */
    private static final class Seen {
        private final String name;
        private final Kind kind;
        private long micros;
        private int times;

        Seen(String name, Kind kind) {
            this.name = name;
            this.kind = kind;
        }
    }

    private record Kind(String provider, String operator, Work work) implements Comparable<Kind> {
        @Override
        public int compareTo(Kind other) {
            return (provider + operator + work).compareTo(other.provider + other.operator + other.work);
        }
    }

    private PlacementRecord() {}

    /** Without nodes where the runtime wrote something else than JSON: it does not escape their names. */
    static Placement read(Path profile, Provider wanted) {
        Map<String, Seen> nodes = new LinkedHashMap<>();
        try (MappingIterator<JsonNode> events = MAPPER.readerFor(JsonNode.class).readValues(profile.toFile())) {
            while (events.hasNextValue()) {
                add(events.nextValue(), nodes);
            }
        } catch (JsonProcessingException e) {
            return new Placement(wanted, List.of(), List.of());
        } catch (IOException e) {
            throw new UncheckedIOException("The profile " + profile + " is not readable", e);
        }
        return placement(nodes, wanted);
    }

    private static void add(JsonNode event, Map<String, Seen> nodes) {
        String name = event.path("name").asText();
        JsonNode arguments = event.path("args");
        if (!event.path("cat").asText().equals("Node") || !name.endsWith(KERNEL_EVENT) || !arguments.has("provider")) {
            return;
        }
        String node = name.substring(0, name.length() - KERNEL_EVENT.length());
        Kind kind = new Kind(
                arguments.path("provider").asText(), arguments.path("op_name").asText(), work(arguments));
        // Nodes without names are told apart by their places.
        Seen seen = nodes.computeIfAbsent(
                node + '\n' + arguments.path("node_index").asText() + '\n' + kind.operator(),
                _ -> new Seen(node, kind));
        seen.micros += event.path("dur").asLong();
        seen.times++;
    }

    private static Placement placement(Map<String, Seen> nodes, Provider wanted) {
        Map<Kind, List<Seen>> byKind = new TreeMap<>();
        List<String> fallback = new ArrayList<>();
        for (Seen seen : nodes.values()) {
            byKind.computeIfAbsent(seen.kind, _ -> new ArrayList<>()).add(seen);
            if (seen.kind.work() == Work.COMPUTE && !seen.kind.provider().equals(wanted.runtimeName())) {
                fallback.add(seen.name.isEmpty() ? seen.kind.operator() : seen.name);
            }
        }
        List<PlacedNodes> placed = byKind.entrySet().stream()
                .map(kind -> new PlacedNodes(
                        kind.getKey().provider(),
                        kind.getKey().operator(),
                        kind.getKey().work(),
                        kind.getValue().size(),
                        kind.getValue().stream()
                                .mapToLong(seen -> seen.micros / seen.times)
                                .sum()))
                .toList();
        return new Placement(wanted, placed, fallback);
    }

    private static Work work(JsonNode arguments) {
        String operator = arguments.path("op_name").asText();
        if (COPIES.contains(operator)) {
            return Work.COPY;
        }
        boolean ofShapes = OF_SHAPES.contains(operator)
                || isFewWholeNumbers(arguments.path("input_type_shape"))
                        && isFewWholeNumbers(arguments.path("output_type_shape"));
        return ofShapes ? Work.SHAPE : Work.COMPUTE;
    }

    /** @param tensors as in {@code [{"int64": [4]}, …]} */
    private static boolean isFewWholeNumbers(JsonNode tensors) {
        if (tensors.isEmpty()) {
            return false;
        }
        for (JsonNode tensor : tensors) {
            for (Map.Entry<String, JsonNode> typed : tensor.properties()) {
                long count = 1;
                for (JsonNode length : typed.getValue()) {
                    count *= length.asLong();
                }
                if (!WHOLE_NUMBERS.contains(typed.getKey()) || count > MOST_NUMBERS_OF_A_SHAPE) {
                    return false;
                }
            }
        }
        return true;
    }
}
