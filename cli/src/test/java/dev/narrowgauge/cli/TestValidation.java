package dev.narrowgauge.cli;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.narrowgauge.domain.error.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestValidation extends CommandLineTest {
    @TempDir
    private Path directory;

    @Test
    void filesThatAreRightAreToldSo() throws IOException {
        String recipe = file("recipe.yaml", "precision: fp16");
        String policy = file("policy.yaml", "maxWait: 10m");

        assertThat(execute("recipe", "validate", recipe)).isEqualTo(ExitCode.OK.status());
        assertThat(execute("policy", "validate", policy)).isEqualTo(ExitCode.OK.status());
        assertThat(output.toString())
                .isEqualToNormalizingNewlines("%s is valid%n%s is valid%n".formatted(recipe, policy));
        assertThat(error.toString()).isEmpty();
    }

    @Test
    void everyWrongFileIsToldByItsName() throws IOException {
        String first = file("first.yaml", "mode: statik\nkeepIoTypes: 1");
        String right = file("right.yaml", "mode: static");
        String second = file("second.yaml", "just words");

        assertThat(execute("recipe", "validate", first, right, second, "absent.yaml"))
                .isEqualTo(ExitCode.BAD_INPUT.status());
        assertThat(output.toString())
                .isEqualToNormalizingNewlines(
                        "%s is not valid%n%s is valid%n%s is not valid%nabsent.yaml is not valid%n"
                                .formatted(first, right, second));
        assertThat(error.toString().lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("error RECIPE_INVALID_VALUE: %s: ".formatted(first)),
                        line -> assertThat(line).startsWith("error RECIPE_INVALID_VALUE: %s: ".formatted(first)),
                        line -> assertThat(line).startsWith("error RECIPE_UNREADABLE: %s is not".formatted(second)),
                        line -> assertThat(line).startsWith("error FILE_NOT_FOUND: absent.yaml: "));
    }

    /** Of the faults of all files twenty are told. */
    @Test
    void wrongFileIsNamedBehindManyFaultsOfAnother() throws IOException {
        String many = file(
                "many.yaml",
                IntStream.range(0, 21).mapToObj("key%d: 1\n"::formatted).collect(joining()));
        String other = file("other.yaml", "mode: statik");

        assertThat(execute("recipe", "validate", many, other)).isEqualTo(ExitCode.BAD_INPUT.status());
        assertThat(output.toString()).contains(other + " is not valid");
    }

    @Test
    void programsAreToldTheSameAsJson() throws IOException {
        String right = file("right.yaml", "maxWait: 10m");
        String wrong = file("wrong.yaml", "rules: [{metric: size.ratio}]");

        assertThat(execute("policy", "validate", right, wrong, "--json")).isEqualTo(ExitCode.BAD_INPUT.status());
        JsonNode files = new ObjectMapper().readTree(output.toString()).path("files");
        assertThat(files.at("/0/valid").asBoolean()).isTrue();
        assertThat(files.at("/0/faults")).isEmpty();
        assertThat(files.at("/1/file").asText()).isEqualTo(wrong);
        assertThat(files.at("/1/valid").asBoolean()).isFalse();
        assertThat(files.at("/1/faults/0/code").asText()).isEqualTo("POLICY_INVALID_VALUE");
        assertThat(files.at("/1/faults/0/pointer").asText()).isEqualTo("/rules/0/max");
        assertThat(error.toString()).isEmpty();
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }
}
