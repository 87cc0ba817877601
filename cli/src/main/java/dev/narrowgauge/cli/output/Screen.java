package dev.narrowgauge.cli.output;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.decision.Decision;
import dev.narrowgauge.domain.gate.Verdict;
import java.io.PrintWriter;
import java.util.regex.Pattern;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Where a command prints its result: lines as wide as the terminal, in colour; unbroken and plain where a program reads
 * them or {@code NO_COLOR} is set.
 */
public final class Screen {
    private static final int LABEL_WIDTH = 13;
    private static final int NARROWEST = 40;

    /** Spaces, but those between a number and its unit. */
    private static final Pattern BREAKS = Pattern.compile(" (?!(?:%|ms|s|dB|points|bytes|KiB|MiB|GiB)(?:\\W|$))");

    private final PrintWriter out;
    private final int width;
    private final boolean colour;

    Screen(PrintWriter out, int width, boolean colour) {
        this.out = requireNonNull(out, "out is null");
        this.width = Math.max(NARROWEST, width);
        this.colour = colour;
    }

    public static Screen of(CommandSpec command) {
        PrintWriter out = command.commandLine().getOut();
        return Terminal.isPresent()
                ? new Screen(out, command.usageMessage().width(), Ansi.AUTO.enabled())
                : new Screen(out, Integer.MAX_VALUE, false);
    }

    /** A line that stands out, with what follows it. */
    public void headline(Tone tone, String head, String text) {
        String separator = text.isEmpty() ? "" : ": ";
        String wrapped = wrapped(head + separator + text, 0);
        out.println(styled(tone, wrapped.substring(0, head.length())) + wrapped.substring(head.length()));
    }

    /** A label and what is to be said about it, which is indented where it takes more lines. */
    public void line(String label, String text) {
        String padding = " ".repeat(Math.max(1, LABEL_WIDTH - label.length()));
        out.println(label + padding + wrapped(text, LABEL_WIDTH));
    }

    /** Like a line, but never broken: a path or a command that a person copies. */
    public void whole(String label, String text) {
        out.println(label + " ".repeat(Math.max(1, LABEL_WIDTH - label.length())) + text);
    }

    public void text(String text) {
        out.println(wrapped(text, 0));
    }

    /** Lines to be copied. */
    public void asItStands(String lines) {
        lines.lines().forEach(out::println);
    }

    public void blank() {
        out.println();
    }

    public void table(TextTable table) {
        table.lines(width).forEach(out::println);
    }

    /** Ends what is printed. */
    public void flush() {
        out.flush();
    }

    private String wrapped(String text, int indent) {
        StringBuilder lines = new StringBuilder();
        int column = indent;
        for (String word : BREAKS.split(text)) {
            if (column > indent && column + 1 + word.length() > width) {
                lines.append('\n').append(" ".repeat(indent));
                column = indent;
            } else if (column > indent) {
                lines.append(' ');
                column++;
            }
            lines.append(word);
            column += word.length();
        }
        return lines.toString();
    }

    private String styled(Tone tone, String text) {
        if (!colour) {
            return text;
        }
        Style hue = switch (tone) {
            case GOOD -> Style.fg_green;
            case UNSURE -> Style.fg_yellow;
            case BAD -> Style.fg_red;
        };
        return Style.bold.on() + hue.on() + text + hue.off() + Style.bold.off();
    }

    /** How a headline is meant. */
    public enum Tone {
        GOOD,
        UNSURE,
        BAD;

        public static Tone of(Decision.Outcome outcome) {
            return switch (outcome) {
                case SHIP -> GOOD;
                case SHIP_FP32, CANNOT_TELL -> UNSURE;
                case INVALID -> BAD;
            };
        }

        public static Tone of(Verdict verdict) {
            return switch (verdict) {
                case PASS -> GOOD;
                case INCONCLUSIVE -> UNSURE;
                case FAIL, INVALID -> BAD;
            };
        }
    }
}
