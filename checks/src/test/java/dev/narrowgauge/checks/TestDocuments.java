package dev.narrowgauge.checks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What documents refer to is there: files, sections of each other, settings. */
class TestDocuments {
    private static final Path ROOT = Path.of(System.getProperty("narrowgauge.root", ".."))
            .toAbsolutePath()
            .normalize();

    private static final Pattern HEADING = Pattern.compile("^#+ (.+)$", Pattern.MULTILINE);
    private static final Pattern BLOCK = Pattern.compile("^```.*?^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern LINK_IN_HEADING = Pattern.compile("\\[([^]]*)]\\([^)]*\\)");
    private static final Pattern ELSEWHERE = Pattern.compile("^[a-z]+:.*");
    private static final Pattern KEY = Pattern.compile("`(narrowgauge\\.[A-Za-z0-9.-]+)`");
    private static final Pattern VARIABLE = Pattern.compile("\\b(NARROWGAUGE_[A-Z0-9_]*[A-Z0-9])\\b");

    /** Of these there is one for each device class, and groups of their readers. */
    private static final Pattern TOPIC = Pattern.compile("narrowgauge\\.(quantize|benchmark\\..*|workers|agents)");

    /** What scripts of the images and of pipelines read, and those of an identity provider, whose name is anybody's. */
    private static final Pattern OF_DEPLOYMENTS = Pattern.compile("NARROWGAUGE_(HEAP|OIDC_COMPANY_.*|GATE_.*)");

    /** What people read; evidence and decisions speak of the day on which they were written. */
    private static List<Path> documents() throws IOException {
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            return Stream.concat(
                            Stream.of("README.md", "CONTRIBUTING.md", "deploy/helm/narrowgauge/README.md")
                                    .map(ROOT::resolve),
                            docs.filter(file -> file.toString().endsWith(".md")).sorted())
                    .toList();
        }
    }

    @Test
    void linksLeadSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        List<Path> all = new ArrayList<>(documents());
        all.add(ROOT.resolve("CHANGES.md"));
        try (Stream<Path> decisions = Files.list(ROOT.resolve("docs/adr"))) {
            decisions.filter(file -> file.toString().endsWith(".md")).forEach(all::add);
        }
        for (Path document : all) {
            links(document)
                    .filter(link -> !leads(document, link))
                    .forEach(link -> broken.add("%s: %s".formatted(ROOT.relativize(document), link)));
        }
        assertThat(broken).isEmpty();
    }

    private static Stream<String> links(Path document) {
        return found(LINK, BLOCK.matcher(read(document)).replaceAll(""))
                .map(link -> link.group(1))
                .filter(link -> !ELSEWHERE.matcher(link).matches());
    }

    private static boolean leads(Path document, String link) {
        int hash = link.indexOf('#');
        String file = hash < 0 ? link : link.substring(0, hash);
        Path target = file.isEmpty() ? document : document.resolveSibling(file);
        if (!Files.exists(target)) {
            return false;
        }
        return hash < 0 || anchors(target).contains(link.substring(hash + 1));
    }

    private static Set<String> anchors(Path document) {
        return new HashSet<>(found(HEADING, BLOCK.matcher(read(document)).replaceAll(""))
                .map(heading -> anchor(heading.group(1)))
                .toList());
    }

    /** As GitHub makes it of a heading. */
    private static String anchor(String heading) {
        return LINK_IN_HEADING
                .matcher(heading)
                .replaceAll("$1")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9 _-]", "")
                .replace(' ', '-');
    }

    /** Whoever sets one that is misspelt is told of nothing. */
    @Test
    void settingsAreThose() throws IOException {
        String configuration = read(ROOT.resolve("docs/configuration.md"));
        Set<String> known =
                new HashSet<>(found(KEY, configuration).map(key -> key.group(1)).toList());
        Set<String> variables = new HashSet<>(
                found(VARIABLE, configuration).map(name -> name.group(1)).toList());
        known.stream().map(TestDocuments::variable).forEach(variables::add);
        List<String> unknown = new ArrayList<>();
        for (Path document : documents()) {
            String text = read(document);
            Stream<String> keys = found(KEY, text)
                    .map(key -> key.group(1))
                    .filter(key -> !TOPIC.matcher(key).matches())
                    .filter(key -> known.stream().noneMatch(other -> other.equals(key) || other.startsWith(key + ".")));
            Stream<String> names = found(VARIABLE, text)
                    .map(name -> name.group(1))
                    .filter(name -> !variables.contains(name) && !variables.contains(name.replaceFirst("_FILE$", "")))
                    .filter(name -> !OF_DEPLOYMENTS.matcher(name).matches());
            Stream.concat(keys, names)
                    .forEach(name -> unknown.add("%s: %s".formatted(ROOT.relativize(document), name)));
        }
        assertThat(unknown).isEmpty();
    }

    private static String variable(String key) {
        return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
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
