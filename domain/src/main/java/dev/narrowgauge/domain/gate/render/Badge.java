package dev.narrowgauge.domain.gate.render;

import dev.narrowgauge.domain.gate.Verdict;

/** A verdict as a small picture for a page: flat, with a title for those who do not see it, and no font from elsewhere. */
public final class Badge {
    private static final int HEIGHT = 20;
    private static final int MARGIN = 6;
    private static final double CHARACTER_WIDTH = 6.6;
    private static final int LONGEST_NAME = 40;

    private Badge() {}

    public static String of(GateReport report) {
        String name = report.name().length() > LONGEST_NAME
                ? report.name().substring(0, LONGEST_NAME - 1) + "…"
                : report.name();
        String left = "gate " + name;
        String right = report.verdict().name();
        int leftWidth = width(left);
        int rightWidth = width(right);
        String title = SafeText.markup("Narrowgauge gate %s: %s".formatted(report.name(), right));
        return """
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" role="img" aria-label="%3$s">
                <title>%3$s</title>
                <rect width="%4$d" height="%2$d" fill="#3d4450"/>
                <rect x="%4$d" width="%5$d" height="%2$d" fill="%6$s"/>
                <g fill="#ffffff" font-family="Verdana, Geneva, DejaVu Sans, sans-serif" font-size="11">
                %7$s%8$s</g>
                </svg>
                """.formatted(
                        leftWidth + rightWidth,
                        HEIGHT,
                        title,
                        leftWidth,
                        rightWidth,
                        colour(report.verdict()),
                        text(MARGIN, left, leftWidth),
                        text(leftWidth + MARGIN, right, rightWidth));
    }

    /** Its length is said, so that it fits whatever font there is. */
    private static String text(int x, String text, int width) {
        return "<text x=\"%d\" y=\"14\" textLength=\"%d\" lengthAdjust=\"spacingAndGlyphs\">%s</text>\n"
                .formatted(x, width - 2 * MARGIN, SafeText.markup(text));
    }

    private static int width(String text) {
        return (int) Math.ceil(CHARACTER_WIDTH * SafeText.visible(text).length()) + 2 * MARGIN;
    }

    /** White on each of them has a contrast of at least 4.5 to 1. */
    private static String colour(Verdict verdict) {
        return switch (verdict) {
            case PASS -> "#14703a";
            case FAIL -> "#b3261e";
            case INCONCLUSIVE -> "#8a5a00";
            case INVALID -> "#586274";
        };
    }
}
