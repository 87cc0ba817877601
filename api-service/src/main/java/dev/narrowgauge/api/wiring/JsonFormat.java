package dev.narrowgauge.api.wiring;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.narrowgauge.domain.gate.Policy;
import dev.narrowgauge.domain.recipe.Recipe;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Map;
import java.util.function.Function;

/** Recipes and policies leave as they may come in: what a client reads it can send. */
@Singleton
final class JsonFormat implements ObjectMapperCustomizer {
    @Override
    public void customize(ObjectMapper mapper) {
        mapper.registerModule(new SimpleModule("narrowgauge")
                .addSerializer(Policy.class, new AsMap<>(Policy::toMap))
                .addSerializer(Recipe.class, new AsMap<>(Recipe::toMap)));
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
