package dev.narrowgauge.cli.error;

import dev.narrowgauge.domain.settings.Spelling;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with a command as it was typed, and what was likely meant. */
final class UsageMistake {
    /** Commands of the script that starts this. */
    private static final List<String> SCRIPT_COMMANDS =
            List.of("up", "api", "worker", "agent", "migrate", "backup-check", "test", "check");

    private UsageMistake() {}

    static String sentence(ParameterException failure) {
        if (!(failure instanceof UnmatchedArgumentException unmatched)
                || unmatched.getUnmatched().isEmpty()) {
            return failure.getMessage();
        }
        CommandSpec command = failure.getCommandLine().getCommandSpec();
        String typed = unmatched.getUnmatched().getFirst();
        if (unmatched.isUnknownOption()) {
            return failure.getMessage() + guess(optionName(typed), optionNames(command));
        }
        Map<String, ?> subcommands = command.subcommands();
        return subcommands.isEmpty()
                ? failure.getMessage()
                : "There is no command '%s'%s".formatted(typed, guess(typed, commandNames(command)));
    }

    private static String guess(String typed, List<String> known) {
        Optional<String> likely = Spelling.likely(typed, known);
        return likely.map(word -> "; did you mean '" + word + "'?").orElse("");
    }

    private static String optionName(String typed) {
        int value = typed.indexOf('=');
        return value < 0 ? typed : typed.substring(0, value);
    }

    private static List<String> optionNames(CommandSpec command) {
        return command.options().stream()
                .filter(option -> !option.hidden())
                .map(option -> option.longestName())
                .toList();
    }

    private static List<String> commandNames(CommandSpec command) {
        List<String> names = new ArrayList<>(command.subcommands().keySet());
        if (command.parent() == null) {
            names.addAll(SCRIPT_COMMANDS);
        }
        return names;
    }
}
