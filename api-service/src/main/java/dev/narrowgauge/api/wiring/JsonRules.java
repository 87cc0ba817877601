package dev.narrowgauge.api.wiring;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.narrowgauge.domain.gate.Policy;
import dev.narrowgauge.domain.latency.LatencyEvidence;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.variant.Variant;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Recipes and policies leave as they may come in: what a client reads it can send. A number is not taken for the text that
 * it looks like, and one that JavaScript would round leaves as a text.
 */
@Singleton
final class JsonRules implements ObjectMapperCustomizer {
    @Override
    public void customize(ObjectMapper mapper) {
        mapper.registerModule(new SimpleModule("narrowgauge")
                .addSerializer(Policy.class, new AsMap<>(Policy::toMap))
                .addSerializer(Recipe.class, new AsMap<>(Recipe::toMap)));
        mapper.addMixIn(LatencyEvidence.class, SeedAsText.class);
        mapper.addMixIn(Variant.Provenance.class, SeedAsText.class);
        for (CoercionInputShape shape :
                List.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean)) {
            mapper.coercionConfigFor(LogicalType.Textual).setCoercion(shape, CoercionAction.Fail);
        }
    }

    interface SeedAsText {
        @JsonFormat(shape = JsonFormat.Shape.STRING)
        long seed();
    }

    private static final class AsMap<T> extends JsonSerializer<T> {
        private final Function<T, Map<String, Object>> toMap;

        AsMap(Function<T, Map<String, Object>> toMap) {
            this.toMap = toMap;
        }

        @Override
        public void serialize(T value, JsonGenerator json, SerializerProvider provider) throws IOException {
            provider.defaultSerializeValue(toMap.apply(value), json);
        }
    }
}
