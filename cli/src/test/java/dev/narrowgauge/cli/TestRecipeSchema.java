package dev.narrowgauge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.recipe.RecipeSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The published schema and the reader of recipes say the same, key by key and word by word. */
class TestRecipeSchema {
    private static final Path DOCUMENTATION =
            Path.of(System.getProperty("narrowgauge.root", "..")).resolve("docs/recipes.md");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNode SCHEMA = JSON.valueToTree(RecipeSchema.document());
    private static final JsonSchema VALIDATOR =
            JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(SCHEMA);

    @Test
    void readerKnowsTheKeysOfTheSchema() {
        int[] sections = {0};
        forEachSection(SCHEMA, List.of(), (path, section) -> {
            sections[0]++;
            String complaint = complaint(nested(path, Map.of("no such key", 1)));
            assertThat(words(complaint, "Known keys here: (.*)\\.", ", "))
                    .as("keys of %s", path)
                    .isEqualTo(prefixed(path, names(section)));
        });
        assertThat(sections[0]).isEqualTo(10);
    }

    @Test
    void readerKnowsTheWordsOfTheSchema() {
        int[] enums = {0};
        forEachSection(
                SCHEMA,
                List.of(),
                (path, section) -> section.get("properties").properties().forEach(property -> {
                    JsonNode words = property.getValue().get("enum");
                    if (words == null) {
                        return;
                    }
                    enums[0]++;
                    String complaint = complaint(nested(path, Map.of(property.getKey(), "no such word")));
                    Set<String> expected = new TreeSet<>();
                    words.forEach(word -> expected.add(word.asText()));
                    assertThat(words(complaint, "must be (.*)\\.", " or "))
                            .as("words of %s %s", path, property.getKey())
                            .isEqualTo(expected);
                }));
        assertThat(enums[0]).isEqualTo(13);
    }

    @Test
    void defaultsSpelledOutAreValid() {
        Stream.of(Recipe.DEFAULT, Recipe.INT8_DYNAMIC, Recipe.FP16_CONVERSION, Recipe.BF16_CONVERSION)
                .forEach(recipe -> assertThat(VALIDATOR.validate(JSON.valueToTree(recipe.toMap())))
                        .isEmpty());
    }

    static List<String> examples() throws IOException {
        List<String> examples = new ArrayList<>();
        Matcher blocks = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(DOCUMENTATION));
        while (blocks.find()) {
            examples.add(blocks.group(1));
        }
        return examples;
    }

    @ParameterizedTest
    @MethodSource("examples")
    void documentedExamplesAreValid(String example) throws IOException {
        Map<String, Object> recipe = new YAMLMapper().readValue(example, new TypeReference<>() {});
        assertThat(VALIDATOR.validate(JSON.valueToTree(recipe))).isEmpty();
        Recipe read = Recipe.fromMap(recipe);
        assertThat(Recipe.fromMap(read.toMap())).isEqualTo(read);
        assertThat(VALIDATOR.validate(JSON.valueToTree(read.toMap()))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{name: ''}",
                "{version: 2}",
                "{name: '  '}",
                "{precision: fp32}",
                "{weights: {type: int16}}",
                "{calibration: {percentile: 20}}",
                "{include: {nodes: [1]}}",
                "{overrides: {nodes: [{placement: float}]}}",
                "{overrides: {nodes: [{match: [], placement: float}]}}",
                "{overrides: {tensors: [{match: [x], minimum: 0}]}}",
                "{keepIoTypes: maybe}"
            })
    void whatTheReaderRefusesIsInvalid(String example) throws IOException {
        Map<String, Object> recipe = new YAMLMapper().readValue(example, new TypeReference<>() {});
        assertThat(VALIDATOR.validate(JSON.valueToTree(recipe))).isNotEmpty();
        complaint(recipe);
    }

    private interface SectionVisitor {
        void visit(List<String> path, JsonNode section);
    }

    /** Every object of the schema; {@code []} in a path stands for the one element of a list. */
    private static void forEachSection(JsonNode section, List<String> path, SectionVisitor visitor) {
        if (section.has("items")) {
            forEachSection(section.get("items"), with(path, "[]"), visitor);
        }
        if (!section.has("properties")) {
            return;
        }
        assertThat(section.get("additionalProperties").asBoolean(true)).isFalse();
        visitor.visit(path, section);
        section.get("properties")
                .properties()
                .forEach(property -> forEachSection(property.getValue(), with(path, property.getKey()), visitor));
    }

    private static List<String> with(List<String> path, String element) {
        List<String> longer = new ArrayList<>(path);
        longer.add(element);
        return longer;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> nested(List<String> path, Map<String, Object> innermost) {
        Object value = new HashMap<>(innermost);
        for (String key : path.reversed()) {
            if (key.equals("[]")) {
                ((Map<String, Object>) value).putIfAbsent("match", List.of("*"));
                value = List.of(value);
            } else {
                value = new HashMap<>(Map.of(key, value));
            }
        }
        return (Map<String, Object>) value;
    }

    private static String complaint(Map<String, Object> recipe) {
        NarrowgaugeException failure = catchThrowableOfType(NarrowgaugeException.class, () -> Recipe.fromMap(recipe));
        assertThat(failure).as("%s is refused", recipe).isNotNull();
        return failure.getMessage();
    }

    private static Set<String> words(String complaint, String pattern, String separator) {
        Matcher matcher = Pattern.compile(pattern).matcher(complaint);
        assertThat(matcher.find()).as(complaint).isTrue();
        return new TreeSet<>(List.of(matcher.group(1).split(Pattern.quote(separator))));
    }

    private static Set<String> names(JsonNode section) {
        Set<String> names = new TreeSet<>();
        section.get("properties").fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static Set<String> prefixed(List<String> path, Set<String> names) {
        String prefix = String.join(".", path).replace(".[]", "[0]");
        Set<String> prefixed = new TreeSet<>();
        names.forEach(name -> prefixed.add(prefix.isEmpty() ? name : prefix + "." + name));
        return prefixed;
    }
}
