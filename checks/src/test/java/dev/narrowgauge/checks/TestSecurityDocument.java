package dev.narrowgauge.checks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code docs/security.md} says that tests show is shown: they are there, and a whole build has run them. */
class TestSecurityDocument {
    private static final Path ROOT = Path.of(System.getProperty("narrowgauge.root", ".."))
            .toAbsolutePath()
            .normalize();

    /** Seconds since 1970; {@code narrowgauge test} says it. */
    private static final String BUILD_BEGAN = "narrowgauge.build-began";

    private static final Path SOURCES = Path.of("src", "test", "java");
    private static final Set<String> SKIPPED_FOLDERS = Set.of("target", "node_modules", "dist");
    private static final Pattern NAMED = Pattern.compile("`(Test\\w+)\\.(\\w+)`");
    private static final int RISKS = 10;

    private final String document = read(ROOT.resolve("docs/security.md"));

    /** A test as the page names it. */
    private record Named(String type, String method) {
        boolean isIn(Path file) {
            String source = read(file);
            int place = source.indexOf("void %s(".formatted(method));
            if (place < 0) {
                return false;
            }
            String before = source.substring(0, place);
            String own = before.substring(before.lastIndexOf("void ") + 1);
            return own.contains("@Test\n") || own.contains("@ParameterizedTest");
        }

        /** Whether the report of its class has it, and not as one that was skipped. */
        boolean hasRun(String report) {
            return Pattern.compile("<testcase name=\"" + method + "\\b[^>]*(/>|>(?!\\s*<skipped))")
                    .matcher(report)
                    .find();
        }
    }

    @Test
    void everyRiskIsShownByATest() {
        for (int risk = 1; risk <= RISKS; risk++) {
            String name = "| API%d:2023 ".formatted(risk);
            assertThat(document.lines().filter(line -> line.startsWith(name)))
                    .as(name)
                    .singleElement()
                    .asString()
                    .containsPattern(NAMED);
        }
    }

    @Test
    void namedTestsAreThere() throws IOException {
        Map<String, List<Path>> sources = sources();
        assertThat(named())
                .isNotEmpty()
                .allSatisfy(test -> assertThat(sources.getOrDefault(test.type(), List.of()))
                        .as("docs/security.md names %s.%s", test.type(), test.method())
                        .anyMatch(test::isIn));
    }

    @Test
    void namedTestsHaveRunInThisBuild() throws IOException {
        String began = System.getProperty(BUILD_BEGAN);
        assumeThat(began).as("only a whole build has run all").isNotNull();
        Map<String, List<Path>> sources = sources();
        assertThat(named()).allSatisfy(test -> {
            Path source = sources.get(test.type()).stream()
                    .filter(test::isIn)
                    .findFirst()
                    .orElseThrow();
            Path report = report(source);
            assertThat(report).exists();
            assertThat(Files.getLastModifiedTime(report).toInstant())
                    .as("%s is of this build", report)
                    .isAfterOrEqualTo(Instant.ofEpochSecond(Long.parseLong(began)));
            assertThat(test.hasRun(read(report)))
                    .as("%s.%s has run", test.type(), test.method())
                    .isTrue();
        });
    }

    private List<Named> named() {
        return NAMED.matcher(document)
                .results()
                .map(found -> new Named(found.group(1), found.group(2)))
                .distinct()
                .toList();
    }

    /** Of the test's class, in its module. */
    private static Path report(Path source) {
        Path module = module(source);
        String type = module.resolve(SOURCES)
                .relativize(source)
                .toString()
                .replaceFirst("\\.java$", "")
                .replace('/', '.');
        return module.resolve("target/surefire-reports/TEST-" + type + ".xml");
    }

    private static Path module(Path source) {
        return Stream.iterate(source, Path::getParent)
                .filter(folder -> source.startsWith(folder.resolve(SOURCES)))
                .findFirst()
                .orElseThrow();
    }

    /** Sources of tests by the names of their types. */
    private static Map<String, List<Path>> sources() throws IOException {
        Map<String, List<Path>> sources = new HashMap<>();
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                String name = directory.getFileName().toString();
                return name.startsWith(".") || SKIPPED_FOLDERS.contains(name)
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String name = file.getFileName().toString();
                if (name.startsWith("Test") && name.endsWith(".java")) {
                    sources.computeIfAbsent(name.replace(".java", ""), _ -> new ArrayList<>())
                            .add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return sources;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
