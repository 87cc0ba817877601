package dev.narrowgauge.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a platform team installs from: the folder {@code deploy} of the checkout. */
final class DeployFiles {
    static final Path FOLDER = Installation.ROOT.resolve("deploy");

    /** Of whoever has tried it from this checkout. */
    private static final Path SECRETS = FOLDER.resolve("compose/secrets");

    private DeployFiles() {}

    static String read(String file) throws IOException {
        return Files.readString(FOLDER.resolve(file));
    }

    /** All files below the folder. */
    static List<Path> below(String folder) throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER.resolve(folder))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(SECRETS))
                    .sorted()
                    .toList();
        }
    }

    /** What the first group of the pattern finds, in order. */
    static List<String> found(String pattern, String text) {
        return Pattern.compile(pattern, Pattern.MULTILINE)
                .matcher(text)
                .results()
                .map(DeployFiles::first)
                .toList();
    }

    private static String first(MatchResult result) {
        return result.group(1);
    }
}
