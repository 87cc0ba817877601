package dev.narrowgauge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import dev.narrowgauge.domain.gate.Policy;
import dev.narrowgauge.domain.gate.PolicySchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The documented examples of policies are read, and their schema lets them pass. */
class TestPolicySchema {
    private static final Path DOCUMENTATION =
            Path.of(System.getProperty("narrowgauge.root", "..")).resolve("docs/policies.md");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode schema = JSON.valueToTree(PolicySchema.document());
    private final JsonSchema validator =
            JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(schema);

    @Test
    void firstExampleIsTheStandardPolicy() throws IOException {
        assertThat(Policy.fromMap(examples().getFirst())).isEqualTo(Policy.standard());
    }

    @Test
    void examplesAreValid() throws IOException {
        List<Map<String, Object>> examples = examples();
        assertThat(examples).hasSizeGreaterThan(1).allSatisfy(example -> {
            assertThat(validator.validate(JSON.valueToTree(example))).isEmpty();
            Policy read = Policy.fromMap(example);
            assertThat(validator.validate(JSON.valueToTree(read.toMap()))).isEmpty();
        });
    }

    @Test
    void whatTheReaderRefusesIsInvalid() {
        for (Map<String, Object> wrong : List.<Map<String, Object>>of(
                Map.of("version", 3),
                Map.of("gates", List.of()),
                Map.of("gate", List.of("int4")),
                Map.of("gate", List.of("fp32")),
                Map.of("rules", List.of(Map.of("metric", "size.ratio"))),
                Map.of("rules", List.of(Map.of("metric", "size.ratio", "max", 1, "confidence", 0.5))),
                Map.of("rules", List.of(Map.of("metric", "size.ratio", "max", 1, "enforceFrom", "soon"))),
                Map.of("waivers", List.of(Map.of("rule", "accuracy"))),
                Map.of("requires", "some"),
                Map.of("maxWait", "soon"))) {
            assertThat(validator.validate(JSON.valueToTree(wrong)))
                    .as("%s", wrong)
                    .isNotEmpty();
        }
    }

    private static List<Map<String, Object>> examples() throws IOException {
        List<Map<String, Object>> examples = new ArrayList<>();
        Matcher blocks = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(DOCUMENTATION));
        while (blocks.find()) {
            Map<String, Object> example = new YAMLMapper().readValue(blocks.group(1), new TypeReference<>() {});
            examples.add(example);
        }
        return examples;
    }
}
