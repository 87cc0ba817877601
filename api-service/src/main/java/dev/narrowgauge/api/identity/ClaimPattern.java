package dev.narrowgauge.api.identity;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What a claim may be: one of some texts, in which {@code *} is any text without a slash and {@code **} is any text.
 *
 * @param alternatives as they are written
 * @param pattern the same as a regular expression
 */
record ClaimPattern(List<String> alternatives, Pattern pattern) {
    private static final Pattern PART = Pattern.compile("\\*\\*|\\*|[^*]+");

    /** Empty where one of the alternatives is. */
    static Optional<ClaimPattern> of(String text) {
        List<String> alternatives =
                Arrays.stream(text.split("\\|", -1)).map(String::strip).toList();
        if (alternatives.stream().anyMatch(String::isEmpty)) {
            return Optional.empty();
        }
        String expression = alternatives.stream().map(ClaimPattern::expression).collect(joining("|"));
        return Optional.of(new ClaimPattern(alternatives, Pattern.compile(expression, Pattern.DOTALL)));
    }

    private static String expression(String alternative) {
        return PART.matcher(alternative)
                .results()
                .map(MatchResult::group)
                .map(ClaimPattern::expressionOfPart)
                .collect(joining());
    }

    private static String expressionOfPart(String part) {
        return switch (part) {
            case "**" -> ".*";
            case "*" -> "[^/]*";
            default -> Pattern.quote(part);
        };
    }

    boolean matches(String text) {
        return pattern.matcher(text).matches();
    }

    /** Whether each alternative says all that comes before the first slash: of a path, whose it is. */
    boolean namesOwner() {
        return alternatives.stream()
                .map(alternative -> alternative.split("/", 2)[0])
                .noneMatch(owner -> owner.contains("*"));
    }
}
