package dev.narrowgauge.api.openapi;

import dev.narrowgauge.domain.gate.PolicySchema;
import dev.narrowgauge.domain.recipe.RecipeSchema;
import dev.narrowgauge.domain.settings.Stored;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;

/** Schemas of the documents that people write, made from the keys that {@code domain} declares. */
final class DeclaredSchemas {
    private DeclaredSchemas() {}

    /** @param schemas by their names, which the configuration has given them, still without content */
    static void fill(Map<String, Schema> schemas) {
        fill(schemas.get("Recipe"), RecipeSchema.document());
        fill(schemas.get("Policy"), PolicySchema.document());
    }

    /**
     * What would refuse the document of a newer program is left out: such a document is not accepted, but answers may hold
     * one.
     */
    private static Schema fill(Schema schema, Map<?, ?> keywords) {
        keywords.forEach((keyword, value) -> {
            switch (String.valueOf(keyword)) {
                case "type" ->
                    schema.type(List.of(SchemaType.valueOf(text(value).toUpperCase(Locale.ROOT))));
                case "description" -> schema.description(text(value));
                case "enum" -> schema.enumeration(new ArrayList<>((List<?>) value));
                case "pattern" -> schema.pattern(text(value));
                case "minLength" -> schema.minLength((Integer) value);
                case "maxLength" -> schema.maxLength((Integer) value);
                case "minItems" -> schema.minItems((Integer) value);
                case "exclusiveMinimum" -> schema.exclusiveMinimum(new BigDecimal(text(value)));
                case "exclusiveMaximum" -> schema.exclusiveMaximum(new BigDecimal(text(value)));
                case "minimum" -> schema.minimum(new BigDecimal(text(value)));
                case "maximum" -> schema.maximum(new BigDecimal(text(value)));
                case "required" ->
                    schema.required(
                            ((List<?>) value).stream().map(String::valueOf).toList());
                case "items" -> schema.items(fill(OASFactory.createSchema(), (Map<?, ?>) value));
                case "properties" ->
                    ((Map<?, ?>) value)
                            .forEach((name, property) -> schema.addProperty(
                                    text(name), fill(OASFactory.createSchema(), accepted(text(name), property))));
                default -> {}
            }
        });
        return schema;
    }

    private static Map<?, ?> accepted(String name, Object property) {
        Map<?, ?> keywords = new LinkedHashMap<Object, Object>((Map<?, ?>) property);
        if (name.equals(Stored.VERSION)) {
            keywords.remove("exclusiveMaximum");
        }
        return keywords;
    }

    private static String text(Object value) {
        return String.valueOf(value);
    }
}
