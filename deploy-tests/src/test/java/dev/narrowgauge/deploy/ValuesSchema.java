package dev.narrowgauge.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.file.Files;

/** What the schema of the chart's values says of each of them. */
record ValuesSchema(JsonNode root) {
    static ValuesSchema read() throws IOException {
        return new ValuesSchema(
                new ObjectMapper().readTree(Files.readString(Chart.FOLDER.resolve("values.schema.json"))));
    }

    /** Missing where it says nothing. */
    JsonNode of(Leaf leaf) {
        JsonNode found = root;
        for (String name : leaf.path()) {
            JsonNode properties = found.path("properties");
            found = resolved(properties.has(name) ? properties.get(name) : found.path("additionalProperties"));
        }
        return found;
    }

    private JsonNode resolved(JsonNode schema) {
        return schema.has("$ref") ? root.at(schema.get("$ref").asText().substring(1)) : schema;
    }

    /** Another value that is taken: an example of the schema's, where it has one. */
    JsonNode another(Leaf leaf, JsonNode current) {
        JsonNode schema = of(leaf);
        for (JsonNode listed : schema.has("examples") ? schema.get("examples") : schema.path("enum")) {
            if (!listed.equals(current)) {
                return listed;
            }
        }
        if (current.isBoolean()) {
            return BooleanNode.valueOf(!current.booleanValue());
        }
        if (current.isInt()) {
            return IntNode.valueOf(current.intValue() + 1);
        }
        if (current.isTextual()) {
            return TextNode.valueOf(current.textValue() + "x");
        }
        throw new AssertionError("the schema has no example of another value of " + leaf);
    }

    /** A value of a type that the leaf does not have. */
    static JsonNode ofAnotherType(JsonNode current) {
        return current.isTextual() ? IntNode.valueOf(1) : TextNode.valueOf("of another type");
    }
}
