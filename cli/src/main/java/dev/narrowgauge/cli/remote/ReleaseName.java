package dev.narrowgauge.cli.remote;

import static java.net.URLEncoder.encode;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.release.ReleaseState;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How people call a release: {@code digits@3}, or {@code digits} for the newest of its model name in the state that a command is
 * about.
 *
 * @param number of the release; empty where it is not said
 */
public record ReleaseName(String modelName, OptionalInt number) {
    private static final Pattern NUMBERED = Pattern.compile("(.+)@([1-9][0-9]{0,8})", Pattern.DOTALL);

    public static ReleaseName of(String text) {
        Matcher numbered = NUMBERED.matcher(text);
        return numbered.matches()
                ? new ReleaseName(numbered.group(1), OptionalInt.of(Integer.parseInt(numbered.group(2))))
                : new ReleaseName(text, OptionalInt.empty());
    }

    /**
     * The release as the service tells it. Fails with {@link ErrorCode#NOT_FOUND}.
     *
     * @param usual state of the one that is meant where no number is said
     */
    public JsonNode find(RemoteClient client, ReleaseState usual) {
        String which = number.isPresent() ? "number=" + number.getAsInt() : "state=" + usual.name();
        JsonNode items = client.get("/v1/releases?limit=1&modelName=%s&%s".formatted(encode(modelName, UTF_8), which))
                .path("items");
        if (items.isEmpty()) {
            throw new NarrowgaugeException(ErrorCode.NOT_FOUND, missing(usual));
        }
        return items.path(0);
    }

    private String missing(ReleaseState usual) {
        if (number.isPresent()) {
            return "there is no release %d of %s; 'release list --model-name' says which there are"
                    .formatted(number.getAsInt(), modelName);
        }
        return usual == ReleaseState.PROPOSED
                ? "there is no release of %s that is proposed; 'release promote RUN' proposes one".formatted(modelName)
                : "there is no release of %s yet: promote one first ('release promote RUN', then 'release approve %1$s')"
                        .formatted(modelName);
    }
}
