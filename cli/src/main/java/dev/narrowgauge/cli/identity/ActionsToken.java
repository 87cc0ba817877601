package dev.narrowgauge.cli.identity;

import static java.net.URLEncoder.encode;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.narrowgauge.cli.identity.ProviderHttp.Answer;
import dev.narrowgauge.domain.access.Bearer;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * The token by which GitHub vouches for a job of its Actions, as a job may ask for that has the permission
 * {@code id-token: write}. It is good for a few minutes only, which a gate outlasts: so it is asked for again and again.
 */
public final class ActionsToken {
    /** Whom the token is for: what the service has as audience. Without it none is asked for. */
    public static final String AUDIENCE = "NARROWGAUGE_OIDC_AUDIENCE";

    private static final String ADDRESS = "ACTIONS_ID_TOKEN_REQUEST_URL";
    private static final String PERMIT = "ACTIONS_ID_TOKEN_REQUEST_TOKEN";

    /** GitHub's are good for five. */
    private static final Duration KEPT = Duration.ofMinutes(2);

    private final Map<String, String> environment;
    private final InstantSource clock;
    private Given token;
    private Instant asked = Instant.MIN;

    /** Of this process and its environment. */
    public ActionsToken() {
        this(System.getenv(), InstantSource.system());
    }

    ActionsToken(Map<String, String> environment, InstantSource clock) {
        this.environment = environment;
        this.clock = clock;
    }

    private record Given(String text) implements Bearer {
        /** Without the token. */
        @Override
        public String toString() {
            return ADDRESS;
        }
    }

    /** Empty where no audience is set. Fails with TOKEN_REFUSED where the job gets none. */
    public synchronized Optional<Bearer> current() {
        String audience = environment.getOrDefault(AUDIENCE, "").strip();
        if (audience.isEmpty()) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        if (token == null || asked.plus(KEPT).isBefore(now)) {
            token = new Given(fetched(audience));
            asked = now;
        }
        return Optional.of(token);
    }

    private String fetched(String audience) {
        String address = environment.getOrDefault(ADDRESS, "");
        String permit = environment.getOrDefault(PERMIT, "");
        if (address.isEmpty() || permit.isEmpty()) {
            throw refused(
                    "this is no job of GitHub Actions with the permission 'id-token: write', which jobs of forks never have");
        }
        URI place = URI.create(address + (address.contains("?") ? "&" : "?") + "audience=" + encode(audience, UTF_8));
        try (ProviderHttp http = new ProviderHttp()) {
            Answer answer = http.get(place, permit);
            String value = answer.body().path("value").asText("");
            if (!answer.isOk() || value.isEmpty()) {
                throw refused("GitHub answers with HTTP status %d".formatted(answer.status()));
            }
            return value;
        }
    }

    private static NarrowgaugeException refused(String why) {
        return new NarrowgaugeException(
                ErrorCode.TOKEN_REFUSED,
                "%s asks for a token of GitHub, and there is none: %s.".formatted(AUDIENCE, why));
    }
}
