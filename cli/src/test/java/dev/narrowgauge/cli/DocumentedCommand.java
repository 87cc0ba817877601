package dev.narrowgauge.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A command as a document tells somebody to type it.
 *
 * @param words behind {@code narrowgauge}, as far as the shell gives them to it
 */
record DocumentedCommand(Path document, List<String> words) {
    /** Of the script that starts the command line, which have options of their own. */
    private static final Set<String> PROGRAMS =
            Set.of("up", "api", "worker", "agent", "migrate", "backup-check", "test", "check");

    private static final Pattern BLOCK =
            Pattern.compile("^```\\w*\\n(.*?)^```$|((?:^ {4}.*\\n)+)", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern SPAN = Pattern.compile("`([^`\\n]+)`");

    /** Not as the word of another command, such as the name of a release. */
    private static final Pattern START =
            Pattern.compile("(?:^|<\\(|&&)\\s*(?:[A-Z_]+=\\S+ +)*(?:\\./)?narrowgauge +(?=[a-z-])");

    /** What the shell takes for itself. */
    private static final Pattern END = Pattern.compile("\\s(?:[#|>&;]|&&|\\$\\().*|[;)].*|\\s*\\\\$");

    private static final Pattern PLACEHOLDER = Pattern.compile("[A-Z]+|…");

    /** All in blocks and in the middle of sentences, where {@code narrowgauge} may be left out. */
    static List<DocumentedCommand> in(Path document, CommandLine main) throws IOException {
        String text = Files.readString(document);
        Stream<String> blocks = BLOCK.matcher(text)
                .results()
                .flatMap(block -> Optional.ofNullable(block.group(1))
                        .orElseGet(block::group)
                        .lines());
        Stream<String> spans = SPAN.matcher(BLOCK.matcher(text).replaceAll(""))
                .results()
                .map(span -> span.group(1))
                .map(code -> isShort(code, main) ? "narrowgauge " + code : code);
        return Stream.concat(blocks, spans)
                .flatMap(code -> started(code).stream())
                .map(words -> new DocumentedCommand(document, words))
                .toList();
    }

    private static boolean isShort(String code, CommandLine main) {
        int first = code.indexOf(' ');
        return first > 0 && main.getSubcommands().containsKey(code.substring(0, first));
    }

    private static List<List<String>> started(String code) {
        return START.matcher(code)
                .results()
                .map(start -> words(code.substring(start.end())))
                .toList();
    }

    private static List<String> words(String command) {
        return Arrays.asList(END.matcher(command).replaceFirst("").strip().split("\\s+"));
    }

    /** What the command line has not, of what is typed; empty where it has all. */
    List<String> unknown(CommandLine main) {
        if (PROGRAMS.contains(words.getFirst())) {
            return List.of();
        }
        List<String> unknown = new ArrayList<>();
        CommandLine command = main;
        boolean isValue = false;
        for (String word : words) {
            if (isValue) {
                isValue = false;
                continue;
            }
            if (word.startsWith("-")) {
                isValue = takesNext(command, word);
                if (!command.getCommandSpec().optionsMap().containsKey(word.replaceFirst("=.*", ""))) {
                    unknown.add(word);
                }
                continue;
            }
            if (command.getSubcommands().isEmpty() || PLACEHOLDER.matcher(word).matches()) {
                continue;
            }
            if (!command.getSubcommands().containsKey(word)) {
                unknown.add(word);
                return unknown;
            }
            command = command.getSubcommands().get(word);
        }
        return unknown;
    }

    private static boolean takesNext(CommandLine command, String option) {
        OptionSpec known = command.getCommandSpec().optionsMap().get(option);
        return known != null && known.arity().max() > 0;
    }
}
