package dev.narrowgauge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.narrowgauge.domain.error.ExitCode;
import dev.narrowgauge.domain.gate.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The policy of a gate before it judges. */
final class TestGatePolicies extends CommandLineTest {
    private static final Path DEMO =
            Path.of(System.getProperty("narrowgauge.root", "..")).resolve("demo");

    @TempDir
    private Path directory;

    @Test
    void policyToBeginWithIsValidAndTheStandardOne() throws IOException {
        Path policy = directory.resolve("narrowgauge-gate.yaml");

        assertThat(execute("gate", "init", "--output=" + policy)).isZero();
        assertThat(execute("gate", "lint", policy.toString())).isZero();
        assertThat(output.toString()).contains(policy + " is valid");
        assertThat(read(policy).limits()).isEqualTo(Policy.standard().limits());
        assertThat(read(policy).gate()).isEqualTo(Policy.standard().gate());
    }

    @Test
    void policyIsFittedToTheModel() throws IOException {
        Path policy = directory.resolve("policy.yaml");

        assertThat(execute("gate", "init", "--model=" + DEMO.resolve("digits-cnn.onnx"), "-o", policy.toString()))
                .as(error.toString())
                .isZero();
        assertThat(policy).content().contains("# Output ", "metric: accuracy.top1.loss");
        assertThat(read(policy).limits()).isEqualTo(Policy.standard().limits());
    }

    @Test
    void policyThatIsThereIsNotReplaced() throws IOException {
        Path policy = Files.writeString(directory.resolve("policy.yaml"), "gate: [fp16]");

        assertFails("error OUTPUT_NOT_WRITABLE: " + policy, "gate", "init", "-o", policy.toString());
        assertThat(policy).hasContent("gate: [fp16]");
        assertThat(execute("gate", "init", "--force", "-o", policy.toString())).isZero();
        assertThat(policy).content().startsWith("# What a variant");
    }

    @Test
    void lintSaysWhatValidateSays() throws IOException {
        Path policy = Files.writeString(directory.resolve("policy.yaml"), "gates: [int8]\nmaxWait: soon");

        assertThat(execute("gate", "lint", policy.toString())).isEqualTo(ExitCode.BAD_INPUT.status());
        String linted = error.toString();
        error.getBuffer().setLength(0);
        assertThat(execute("policy", "validate", policy.toString())).isEqualTo(ExitCode.BAD_INPUT.status());
        assertThat(linted).isEqualTo(error.toString()).contains("POLICY_UNKNOWN_KEY", "POLICY_INVALID_VALUE");
    }

    private static Policy read(Path file) throws IOException {
        return Policy.fromMap(new YAMLMapper().readValue(file.toFile(), new TypeReference<Map<String, Object>>() {}));
    }
}
