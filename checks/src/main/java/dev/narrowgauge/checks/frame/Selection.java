package dev.narrowgauge.checks.frame;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which rows of a suite to run: names with {@code *}, or places in the order as {@code 0..19}; nothing means all. */
record Selection(List<String> wanted) {
    private static final Pattern PLACES = Pattern.compile("(\\d+)\\.\\.(\\d+)");

    List<String> of(List<String> rows) {
        if (wanted.isEmpty()) {
            return rows;
        }
        List<String> chosen = rows.stream()
                .filter(row -> wanted.stream().anyMatch(each -> matches(each, row, rows.indexOf(row))))
                .toList();
        if (chosen.isEmpty()) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID, "No row is called %s; there are %s.".formatted(wanted, rows));
        }
        return chosen;
    }

    private static boolean matches(String each, String row, int place) {
        Matcher places = PLACES.matcher(each);
        if (places.matches()) {
            return place >= Integer.parseInt(places.group(1)) && place <= Integer.parseInt(places.group(2));
        }
        return row.matches(Pattern.quote(each).replace("*", "\\E.*\\Q"));
    }
}
