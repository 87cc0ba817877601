package dev.narrowgauge.api.wiring;

import dev.narrowgauge.api.error.HttpErrors;
import dev.narrowgauge.api.error.RequestGuard;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.net.HostName;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Refuses what a web page elsewhere has a browser send here: requests to a name that is not ours (DNS rebinding), and requests
 * of pages that are not ours, which a browser marks with their Origin (ADR 27).
 */
@Singleton
final class RequestSource {
    private static final Pattern ORIGIN = Pattern.compile("(https?)://(.+)");
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private final HttpErrors errors;
    private final KnownHosts hosts;
    private final boolean behindTlsProxy;

    RequestSource(HttpErrors errors, ApiConfig config) {
        this.errors = errors;
        this.hosts = KnownHosts.of(config.hosts().orElse(List.of()));
        this.behindTlsProxy = config.behindTlsProxy();
    }

    void guard(@Observes Filters filters) {
        RequestGuard.SOURCE.register(filters, errors, context -> refusal(context.request()));
    }

    private Optional<NarrowgaugeException> refusal(HttpServerRequest request) {
        Optional<Authority> target = target(request);
        if (target.isEmpty()) {
            return refusal(
                    ErrorCode.REQUEST_HOST_UNKNOWN,
                    "The request does not say in one header Host which service it is for; send one.");
        }
        Authority called = target.get();
        if (!hosts.has(called.host(), request.localAddress().hostAddress())) {
            return refusal(
                    ErrorCode.REQUEST_HOST_UNKNOWN,
                    "The request is for '%s', by which this service is not called; use another address of it, or have its operator add the host to narrowgauge.api.hosts."
                            .formatted(called.host()));
        }
        return request.headers().getAll("Origin").stream()
                .filter(origin -> !isOwn(origin, request.isSSL(), called))
                .findFirst()
                .flatMap(origin -> refusal(
                        ErrorCode.REQUEST_ORIGIN_REFUSED,
                        "The request comes from a page of '%s', and no page but that of '%s' itself may use this service; where a proxy before it ends TLS, its operator has to set narrowgauge.api.behind-tls-proxy."
                                .formatted(origin, called)));
    }

    private static Optional<Authority> target(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            return Optional.ofNullable(request.authority()).flatMap(named -> Authority.of(named.toString()));
        }
        List<String> written = request.headers().getAll("Host");
        return written.size() == 1 ? Authority.of(written.getFirst()) : Optional.empty();
    }

    private boolean isOwn(String origin, boolean tls, Authority called) {
        Matcher page = ORIGIN.matcher(origin);
        if (!page.matches()) {
            return false;
        }
        boolean https = page.group(1).equals("https");
        return mayCome(https, tls, called)
                && Authority.of(page.group(2))
                        .filter(from -> from.isSameAs(called, https ? HTTPS : HTTP))
                        .isPresent();
    }

    /** Our page comes as it is served: a page of our name that is not encrypted may be anybody's. */
    private boolean mayCome(boolean https, boolean tls, Authority called) {
        if (https) {
            return tls || behindTlsProxy;
        }
        return !tls && (!behindTlsProxy || HostName.isOfThisMachine(called.host()));
    }

    private static Optional<NarrowgaugeException> refusal(ErrorCode code, String sentence) {
        return Optional.of(new NarrowgaugeException(code, sentence));
    }
}
