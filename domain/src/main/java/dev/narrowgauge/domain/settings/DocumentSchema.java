package dev.narrowgauge.domain.settings;

import java.util.LinkedHashMap;
import java.util.Map;

/** The JSON schema (2020-12) of a kind of document, made from its keys. */
public final class DocumentSchema {
    private DocumentSchema() {}

    /**
     * As nested maps and lists, in a fixed order.
     *
     * @param name the last part of the schema's id
     */
    public static Map<String, Object> of(String name, String title, String description, Group keys) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("$id", "urn:narrowgauge:schema:" + name);
        schema.put("title", title);
        schema.put("description", description);
        schema.putAll(keys.schema());
        return schema;
    }
}
