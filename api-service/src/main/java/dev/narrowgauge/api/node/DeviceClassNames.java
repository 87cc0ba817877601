package dev.narrowgauge.api.node;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.util.List;
import java.util.regex.Pattern;

/** Names of device classes, each of which becomes a part of the name of a topic. */
public final class DeviceClassNames {
    private static final int MOST = 20;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private DeviceClassNames() {}

    /**
     * Each once, in their order. Fails with {@link ErrorCode#REQUEST_INVALID}.
     *
     * @param field what the request calls the list
     */
    public static List<String> require(String field, List<String> names) {
        if (names.size() > MOST) {
            throw invalid(
                    "Field '%s' has %d device classes; it may have %d at most.".formatted(field, names.size(), MOST));
        }
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i) == null || !NAME.matcher(names.get(i)).matches()) {
                throw invalid(
                        "Field '%s[%d]' is no device class: one has 1 to 100 letters, digits and any of . _ -, such as x86-vnni."
                                .formatted(field, i));
            }
        }
        return names.stream().distinct().toList();
    }

    private static NarrowgaugeException invalid(String sentence) {
        return new NarrowgaugeException(ErrorCode.REQUEST_INVALID, sentence);
    }
}
