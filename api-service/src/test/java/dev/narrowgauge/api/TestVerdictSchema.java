package dev.narrowgauge.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import dev.narrowgauge.domain.gate.Policy;
import dev.narrowgauge.domain.gate.Row;
import dev.narrowgauge.domain.gate.RuleOutcome;
import dev.narrowgauge.domain.gate.VerdictDocument;
import dev.narrowgauge.domain.gate.VerdictSchema;
import io.quarkus.test.junit.QuarkusTest;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Verdict documents as they are made, held against their published schema by a validator that is not ours. */
@QuarkusTest
@Timeout(600)
class TestVerdictSchema extends ApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode schema = parsed(VerdictSchema.json());
    private final JsonSchema validator =
            JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(schema);

    @Test
    void itIsASchema() {
        assertThat(JsonSchemaFactory.getInstance(VersionFlag.V202012)
                        .getSchema(
                                com.networknt.schema.SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"))
                        .validate(schema))
                .isEmpty();
    }

    @Test
    void documentsOfEachVerdictKeepIt() {
        fixture.registerNode();
        String waived = """
                {"version": 2, "rules": [{"id": "fast", "metric": "latency.p50.ratio", "max": 0.1}],
                 "waivers": [{"rule": "fast", "model": "%s", "reason": "a try", "owner": "we", "expires": "2999-01-31"}]}\
                """;
        assertThat(List.of(
                        decided("{\"rules\": [{\"metric\": \"size.ratio\", \"max\": 1000}]}"),
                        decided("{\"rules\": [{\"metric\": \"latency.p50.ratio\", \"max\": 0.1}]}"),
                        decided(
                                "{\"rules\": [{\"metric\": \"accuracy.top1.loss\", \"max\": 0.01, \"minSamples\": 9999}]}"),
                        decided(waived),
                        failed()))
                .allSatisfy(document -> assertThat(validator.validate(document))
                        .as("%s", document)
                        .isEmpty())
                .extracting(document -> document.path("verdict").asText())
                .containsExactly("PASS", "FAIL", "INCONCLUSIVE", "PASS", "INVALID");
    }

    @Test
    void changedDocumentIsRefused() {
        fixture.registerNode();
        JsonNode document = decided("{}");

        for (String name : List.of("schemaVersion", "runId", "verdict", "model", "policy", "variants")) {
            assertRefused(document, changed -> changed.remove(name));
        }
        assertRefused(document, changed -> changed.put("schemaVersion", 2));
        assertRefused(document, changed -> changed.put("verdict", "MAYBE"));
        assertRefused(document, changed -> changed.put("decidedAt", 7));
        assertRefused(document, changed -> row(changed).remove("rules"));
        assertRefused(document, changed -> row(changed).put("gating", "yes"));
        assertRefused(document, changed -> row(changed).putObject("accuracy").put("flips", 1));
        assertRefused(document, changed -> ((ObjectNode) row(changed).at("/rules/0")).put("max", "1 %"));
        assertRefused(document, changed -> ((ObjectNode) changed.path("policy")).put("gate", "int8"));
        assertRefused(document, changed -> ((ArrayNode) changed.at("/digests/leaves")).add("leaf"));
    }

    /** What is not known may be left out, and what a newer release adds may be there. */
    @Test
    void otherReleasesMayKnowLessAndMore() {
        fixture.registerNode();
        ObjectNode document = (ObjectNode) decided("{}");
        row(document).remove(List.of("further", "sha256", "peakMemoryBytes"));
        document.put("something", "new");

        assertThat(validator.validate(document)).isEmpty();
    }

    @Test
    void everyMemberOfTheRecordsIsInIt() {
        Set<Type> seen = new HashSet<>();

        compare(VerdictDocument.class, schema, seen);

        assertThat(seen).contains(Row.class, RuleOutcome.class);
    }

    private void compare(Type type, JsonNode part, Set<Type> seen) {
        JsonNode resolved = resolved(part);
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            JsonNode items = resolved.has("items") ? resolved.path("items") : resolved.path("additionalProperties");
            compare(arguments[arguments.length - 1], items, seen);
        } else if (type instanceof Class<?> record && record.isRecord() && record != Policy.class && seen.add(type)) {
            for (RecordComponent component : record.getRecordComponents()) {
                JsonNode property = resolved.path("properties").path(component.getName());
                assertThat(property.isMissingNode())
                        .as("%s of %s", component.getName(), record)
                        .isFalse();
                compare(component.getGenericType(), property, seen);
            }
        }
    }

    private JsonNode resolved(JsonNode part) {
        JsonNode choice = part.has("anyOf") ? part.path("anyOf").path(0) : part;
        return choice.has("$ref") ? schema.at(choice.path("$ref").asText().substring(1)) : choice;
    }

    private void assertRefused(JsonNode document, Consumer<ObjectNode> change) {
        ObjectNode changed = document.deepCopy();
        change.accept(changed);
        assertThat(changed).isNotEqualTo(document);
        assertThat(validator.validate(changed)).as("%s", changed).isNotEmpty();
    }

    private static ObjectNode row(JsonNode document) {
        return (ObjectNode) document.at("/variants/1");
    }

    /** @param policy with the place of the model's id, where it names one */
    private JsonNode decided(String policy) {
        String model = fixture.model();
        String request = RunFixture.request(
                        model, fixture.dataset("1,2,3"), fixture.dataset("4,5,6"), "[{\"precision\": \"int8\"}]")
                .replaceFirst("\\{", "{\"policy\": %s, ".formatted(policy.formatted(model)));
        String run = RunFixture.id(http.post("/v1/runs", request).with(201));
        fixture.quantize(run);
        fixture.benchmark(run);
        return verdict(run);
    }

    private JsonNode failed() {
        String run = fixture.submitted();
        fixture.fail(run);
        return verdict(run);
    }

    private JsonNode verdict(String run) {
        SseEvent.follow(key, root.resolve("/v1/runs/" + run + "/events"), 0);
        return http.get("/v1/runs/" + run + "/verdict").with(200).json();
    }

    private static JsonNode parsed(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
