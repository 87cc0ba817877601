package dev.narrowgauge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Every command that a document tells somebody to type is there, with the options that it is typed with. */
class TestDocumentedCommands {
    private static final Path ROOT = Path.of(System.getProperty("narrowgauge.root", ".."));

    private final CommandLine main = Main.commandLine();

    private static List<Path> documents() throws IOException {
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            return Stream.concat(
                            Stream.of(
                                            "README.md",
                                            "CONTRIBUTING.md",
                                            "demo/README.md",
                                            "deploy/helm/narrowgauge/README.md")
                                    .map(ROOT::resolve),
                            docs.filter(file -> file.toString().endsWith(".md")).sorted())
                    .toList();
        }
    }

    @Test
    void areKnownWithTheirOptions() throws IOException {
        List<String> wrong = new ArrayList<>();
        int read = 0;
        for (Path document : documents()) {
            for (DocumentedCommand command : DocumentedCommand.in(document, main)) {
                read++;
                command.unknown(main)
                        .forEach(word -> wrong.add("%s: %s in 'narrowgauge %s'"
                                .formatted(ROOT.relativize(document), word, String.join(" ", command.words()))));
            }
        }
        assertThat(read).isGreaterThan(100);
        assertThat(wrong).isEmpty();
    }

    /** A command that no document mentions is found by nobody. */
    @Test
    void noneIsMissing() throws IOException {
        StringBuilder told = new StringBuilder();
        for (Path document : documents()) {
            told.append(Files.readString(document));
        }
        assertThat(leaves(main, ""))
                .hasSizeGreaterThan(50)
                .filteredOn(command -> !code(command).matcher(told).find())
                .isEmpty();
    }

    private static Pattern code(String command) {
        return Pattern.compile("(?:`|narrowgauge\\s+)%s(?![\\w-])".formatted(command.replace(" ", "\\s+")));
    }

    private static List<String> leaves(CommandLine command, String before) {
        return command.getSubcommands().entrySet().stream()
                .flatMap(each -> {
                    String name = (before + " " + each.getKey()).strip();
                    return each.getValue().getSubcommands().isEmpty()
                            ? Stream.of(name)
                            : leaves(each.getValue(), name).stream();
                })
                .toList();
    }
}
