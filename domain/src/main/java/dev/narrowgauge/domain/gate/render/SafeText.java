package dev.narrowgauge.domain.gate.render;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Texts that somebody else chose, such as names, in documents with a syntax of their own: they stay texts. What is invisible
 * or turns the direction of reading is spelled out, so that nothing reads otherwise than it is.
 */
final class SafeText {
    private static final int LONGEST = 2_000;

    /** Has no meaning inside of a line of Markdown. */
    private static final String PLAIN_IN_MARKDOWN = " ,;%'()+-=/?.:";

    /** Of a line: the first character makes it an item of a list or a line under a heading. */
    private static final Pattern BEGINS_A_BLOCK = Pattern.compile("[-+](?:[\\s-]|$)|=|\\d+[.)](?:\\s|$)");

    private static final char LAST_OF_ASCII = '\u007f';

    private SafeText() {}

    /** The text with every control, format and unassigned character as {@code U+202E}, cut where it is very long. */
    static String visible(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().limit(LONGEST).forEach(point -> {
            if (point == '\n' || point == '\t' || point == '\r') {
                out.append(' ');
            } else if (isVisible(point)) {
                out.appendCodePoint(point);
            } else {
                out.append("U+%04X".formatted(point));
            }
        });
        return text.codePointCount(0, text.length()) > LONGEST ? out.append('…').toString() : out.toString();
    }

    private static boolean isVisible(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    /** Lines that end, none longer than a text may be and none with a fence of Markdown at its beginning. */
    static String code(String lines) {
        return lines.lines()
                .map(SafeText::visible)
                .map(line -> line.stripLeading().startsWith("```") ? "#" + line : line)
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    /** For the content of an element of HTML or XML, or the value of an attribute in quotes. */
    static String markup(String text) {
        return escaped(visible(text));
    }

    /** The same of text that is visible, whose lines are kept. */
    static String escaped(String visible) {
        return visible.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /**
     * For a line of GitHub's or GitLab's Markdown, also in a table. What has a meaning there becomes a character reference,
     * which never has one; mentions, references and addresses are broken up, as they are looked for in the finished text.
     */
    static String markdown(String text) {
        String shown = visible(text);
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < shown.length(); i++) {
            char character = shown.charAt(i);
            if (isPlain(shown, i)) {
                out.append(character);
            } else {
                out.append("&#").append((int) character).append(';');
            }
            if (character == '@' || character == '#' || character == '!' || isOfAddress(shown, i)) {
                out.append("&#8203;");
            }
        }
        return out.toString();
    }

    private static boolean isPlain(String text, int at) {
        char character = text.charAt(at);
        if (Character.isLetter(character) || character > LAST_OF_ASCII) {
            return true;
        }
        return !(at == 0 && BEGINS_A_BLOCK.matcher(text).lookingAt())
                && !isOfAddress(text, at)
                && (Character.isDigit(character) || PLAIN_IN_MARKDOWN.indexOf(character) >= 0);
    }

    /** The colon of {@code https://} and the dot of {@code www.}. */
    private static boolean isOfAddress(String text, int at) {
        return text.startsWith("://", at)
                || (text.charAt(at) == '.'
                        && at >= 3
                        && text.substring(at - 3, at).equalsIgnoreCase("www"));
    }
}
