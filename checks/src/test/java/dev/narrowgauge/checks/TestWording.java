package dev.narrowgauge.checks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The project speaks the words of its field: those that it once made up for itself do not come back. */
class TestWording {
    private static final Path ROOT = Path.of(System.getProperty("narrowgauge.root", ".."))
            .toAbsolutePath()
            .normalize();

    /** Applied migrations keep their bytes, and so does what an older version writes; a change log says what things were called. */
    private static final List<Path> EXCEPTED = List.of(
            ROOT.resolve("CHANGES.md"),
            ROOT.resolve("LICENSE"),
            ROOT.resolve("db/src/main/resources/db/migration"),
            ROOT.resolve("db/src/test/resources/dev/narrowgauge/db/version-before.sql"),
            ROOT.resolve("domain/src/main/resources/dev/narrowgauge/domain/report/version-1.properties"),
            ROOT.resolve("domain/src/test/resources/dev/narrowgauge/domain/report/report-of-version-1.json"),
            ROOT.resolve("engine/onnx/src/main/protobuf"));

    private static final Set<String> MADE_BY_THE_BUILD = Set.of("target", "node_modules", "dist");

    private static final Pattern TEXT =
            Pattern.compile(".*\\.(java|proto|md|sql|xml|ya?ml|json|properties|html|css|ts|js|py|sh)|narrowgauge");

    private static final Pattern BETWEEN_WORDS = Pattern.compile("_|(?<=[a-z0-9])(?=[A-Z])");

    private static final List<Rule> RULES = List.of(
            Rule.word("bells?|rings?|rung", "dispatch message, wake-up, requeue"),
            Rule.word("tax|taxed|untaxed", "unfused"),
            Rule.word("house|rooms", "module, layer"),
            Rule.word("which it must", "is required"),
            Rule.name("takenBack|taken_back", "reverted nodes"),
            Rule.name("CarriedOut", "CalibratedPlan"),
            Rule.name("takeOver", "importQuantized"),
            Rule.name("Surroundings", "what the type holds"),
            Rule.name("Role\\.CUT", "REMOVABLE_ACTIVATION"),
            Rule.name("void test[A-Z0-9]\\w*", "the same without \"test\""));

    /** @param inIdentifiers whether it is looked for among the words that identifiers are made of */
    private record Rule(Pattern refused, boolean inIdentifiers, String instead) {
        static Rule word(String refused, String instead) {
            return new Rule(Pattern.compile("(?i)\\b(?:" + refused + ")\\b"), true, instead);
        }

        static Rule name(String refused, String instead) {
            return new Rule(Pattern.compile("\\b(?:" + refused + ")\\b"), false, instead);
        }
    }

    @Test
    void oldWordsStayOut() throws IOException {
        List<String> found = new ArrayList<>();
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                String name = directory.getFileName().toString();
                return name.startsWith(".") || MADE_BY_THE_BUILD.contains(name) || EXCEPTED.contains(directory)
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                String name = file.getFileName().toString();
                if (TEXT.matcher(name).matches() && !EXCEPTED.contains(file) && !name.equals("TestWording.java")) {
                    read(file, found);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        assertThat(found).isEmpty();
    }

    private static void read(Path file, List<String> found) throws IOException {
        // A charset in which every byte is a character: some files are wrong on purpose.
        List<String> lines = Files.readAllLines(file, ISO_8859_1);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            String words = BETWEEN_WORDS.matcher(line).replaceAll(" ");
            for (Rule rule : RULES) {
                if (rule.refused().matcher(rule.inIdentifiers() ? words : line).find()) {
                    found.add("%s:%d: '%s'; say %s"
                            .formatted(ROOT.relativize(file), i + 1, line.strip(), rule.instead()));
                }
            }
        }
    }
}
