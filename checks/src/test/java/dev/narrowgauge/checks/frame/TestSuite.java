package dev.narrowgauge.checks.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestSuite {
    @TempDir
    private Path root;

    private final Doubling check = new Doubling();
    private Checkout checkout;
    private CheckOptions options;

    @BeforeEach
    void useTemporaryDirectory() {
        checkout = new Checkout(root, "0123456789abcdef", "");
        options = CheckOptions.of(checkout, null, null);
    }

    @Test
    void writesEvidenceOfAllRows() throws IOException {
        assertThat(run(List.of())).isTrue();
        assertThat(Files.readString(root.resolve("docs/evidence/doubling.md")))
                .startsWith("# check doubling: twice two is four")
                .contains("0123456789abcdef, clean", "**PASS**", "[2, 4, 6]", "./narrowgauge check doubling");
    }

    @Test
    void goesOnWhereItWasStopped() {
        check.failsAt = 3;
        assertThatThrownBy(() -> run(List.of())).isInstanceOf(IllegalStateException.class);
        check.failsAt = 0;
        assertThat(run(List.of())).isTrue();
        assertThat(check.measured).containsExactly("1", "2", "3", "3");
    }

    @Test
    void measuresAgainOnAnotherCommit() {
        run(List.of());
        checkout = new Checkout(root, "fedcba9876543210", "");
        run(List.of());
        assertThat(check.measured).hasSize(6);
    }

    @Test
    void someRowsMakeNoEvidence() {
        assertThat(run(List.of("1..2"))).isTrue();
        assertThat(check.measured).containsExactly("2", "3");
        assertThat(root.resolve("docs")).doesNotExist();
    }

    @Test
    void unknownRowIsRefused() {
        assertThatThrownBy(() -> run(List.of("nothing")))
                .isInstanceOf(NarrowgaugeException.class)
                .hasMessageContaining("[1, 2, 3]");
    }

    @Test
    void failureIsAResult() throws IOException {
        check.failure = "2 is odd";
        assertThat(run(List.of())).isFalse();
        assertThat(Files.readString(root.resolve("docs/evidence/doubling.md"))).contains("**FAIL**", "- 2 is odd");
    }

    private boolean run(List<String> only) {
        return new Suite(check, options, checkout, new PrintWriter(new StringWriter())).run(only, false);
    }

    private static final class Doubling implements Check {
        private final List<String> measured = new ArrayList<>();
        private int failsAt;
        private String failure;

        record Twice(int value) {}

        @Override
        public String name() {
            return "doubling";
        }

        @Override
        public String purpose() {
            return "twice two is four";
        }

        @Override
        public List<String> rows(CheckOptions options) {
            return List.of("1", "2", "3");
        }

        @Override
        public Figures measure(String row, CheckOptions options) {
            measured.add(row);
            int value = Integer.parseInt(row);
            if (value == failsAt) {
                throw new IllegalStateException("stopped");
            }
            return Figures.of(row, new Twice(2 * value));
        }

        @Override
        public String line(Figures row) {
            return row.values().toString();
        }

        @Override
        public Conclusion conclude(List<Figures> rows) {
            List<Integer> values =
                    rows.stream().map(row -> row.as(Twice.class).value()).toList();
            return new Conclusion(failure == null ? List.of() : List.of(failure), values.toString());
        }
    }
}
