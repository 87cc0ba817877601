package dev.narrowgauge.checks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code docs/operations.md} says of the code is so. Its commands are run elsewhere, with the packaged programs. */
class TestOperationsDocument {
    private static final Path ROOT = Path.of(System.getProperty("narrowgauge.root", ".."))
            .toAbsolutePath()
            .normalize();

    private static final Pattern CONNECTIONS =
            Pattern.compile("\\| (\\d+) APIs?, (\\d+) workers?, (\\d+) agents? \\| (\\d+) \\|");
    private static final Pattern POOL =
            Pattern.compile("^quarkus\\.datasource\\.jdbc\\.max-size=(\\d+)$", Pattern.MULTILINE);
    private static final Pattern TEST = Pattern.compile("`(Test\\w+)`");

    private final String document = read(ROOT.resolve("docs/operations.md"));

    @Test
    void connectionsAreThoseThatTheProgramsMayHave() {
        int api = pool("api-app");
        int worker = pool("worker-app");
        int agent = pool("agent-app");
        assertThat(found(CONNECTIONS, document))
                .hasSizeGreaterThan(3)
                .allSatisfy(row -> assertThat(number(row, 4))
                        .as(row.group())
                        .isEqualTo(number(row, 1) * api + number(row, 2) * worker + number(row, 3) * agent));
        assertThat(document)
                .contains("A process of the API has up to %d connections, a worker and an agent %d each"
                        .formatted(api, worker));
        assertThat(agent).isEqualTo(worker);
    }

    @Test
    void testsThatItNamesAreThere() throws IOException {
        List<String> named =
                found(TEST, document).map(test -> test.group(1) + ".java").toList();
        assertThat(named).isNotEmpty();
        try (Stream<Path> modules = Files.list(ROOT)) {
            List<String> sources = modules.map(module -> module.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .flatMap(TestOperationsDocument::names)
                    .toList();
            assertThat(named).isSubsetOf(sources);
        }
    }

    private static Stream<String> names(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(file -> file.getFileName().toString()).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int pool(String program) {
        String settings = read(ROOT.resolve(program).resolve("src/main/resources/application.properties"));
        return found(POOL, settings)
                .map(setting -> number(setting, 1))
                .findFirst()
                .orElseThrow();
    }

    private static int number(MatchResult found, int group) {
        return Integer.parseInt(found.group(group));
    }

    private static Stream<MatchResult> found(Pattern pattern, String text) {
        return pattern.matcher(text).results();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
