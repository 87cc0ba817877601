package dev.narrowgauge.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.narrowgauge.domain.gate.VerdictDocument;
import java.util.Map;
import java.util.TreeMap;

/**
 * The schema of verdict documents, made from the API's description: what that says of the records, without the rest of the API.
 * Members that are never null have to be there.
 */
final class MadeVerdictSchema {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String COMPONENTS = "#/components/schemas/";
    private static final String DOCUMENT = "VerdictDocument";

    /** Written by people: what is absent has a default, and it says itself what has to be there. */
    private static final String POLICY = "Policy";

    private final JsonNode components;
    private final Map<String, JsonNode> parts = new TreeMap<>();

    private MadeVerdictSchema(JsonNode components) {
        this.components = components;
    }

    /** @param openApi the API's description */
    static String of(JsonNode openApi) {
        MadeVerdictSchema made =
                new MadeVerdictSchema(openApi.path("components").path("schemas"));
        return made.text();
    }

    private String text() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("$id", "urn:narrowgauge:schema:verdict");
        schema.put("title", "Verdict");
        schema.put("description", "What the gate decided about a run, and the evidence to recompute it.");
        schema.setAll((ObjectNode) part(DOCUMENT));
        ((ObjectNode) schema.path("properties").path("schemaVersion")).put("const", VerdictDocument.SCHEMA_VERSION);
        parts.remove(DOCUMENT);
        schema.set("$defs", JSON.valueToTree(parts));
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(schema) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private JsonNode part(String name) {
        if (!parts.containsKey(name)) {
            ObjectNode part = components.path(name).deepCopy();
            parts.put(name, part);
            if (!name.equals(POLICY)) {
                require(part);
            }
            follow(part);
        }
        return parts.get(name);
    }

    private static void require(ObjectNode part) {
        ArrayNode required = JsonNodeFactory.instance.arrayNode();
        part.path("properties")
                .propertyStream()
                .filter(property -> !mayBeNull(property.getValue()))
                .forEach(property -> required.add(property.getKey()));
        if (!required.isEmpty()) {
            part.set("required", required);
        }
    }

    private static boolean mayBeNull(JsonNode property) {
        return property.path("type").valueStream().anyMatch(MadeVerdictSchema::isNull)
                || property.path("anyOf").valueStream().anyMatch(choice -> isNull(choice.path("type")));
    }

    private static boolean isNull(JsonNode type) {
        return type.asText().equals("null");
    }

    private void follow(JsonNode node) {
        if (node instanceof ObjectNode object && object.path("$ref").asText().startsWith(COMPONENTS)) {
            String name = object.path("$ref").asText().substring(COMPONENTS.length());
            part(name);
            object.put("$ref", "#/$defs/" + name);
        }
        node.forEach(this::follow);
    }
}
