package dev.narrowgauge.api.access;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Lets only those requests through to a resource whose caller may make them, before anything else of them is looked at. */
@Singleton
public final class RestAccess {
    private static final Set<String> CHANGE_NOTHING = Set.of("GET", "HEAD", "OPTIONS");
    private static final String ORIGIN = "Origin";

    private final Guard guard;
    private final CurrentCaller caller;
    private final Map<Method, Access> needed = new ConcurrentHashMap<>();

    RestAccess(Guard guard, CurrentCaller caller) {
        this.guard = guard;
        this.caller = caller;
    }

    @ServerRequestFilter(priority = Priorities.AUTHENTICATION)
    public void check(ContainerRequestContext request, ResourceInfo resource) {
        Access access = needed.computeIfAbsent(resource.getResourceMethod(), RestAccess::needed);
        guard.admit(access, () -> credential(request)).ifPresent(caller::set);
    }

    private static Access needed(Method method) {
        Operation operation = method.getAnnotation(Operation.class);
        return ApiOperation.accessOf(operation == null ? method.toString() : operation.operationId());
    }

    private static Optional<Credential> credential(ContainerRequestContext request) {
        String authorization = request.getHeaderString(HttpHeaders.AUTHORIZATION);
        if (authorization != null) {
            return Optional.of(Credential.ofHeader(authorization));
        }
        Cookie session = request.getCookies().get(PageSessions.COOKIE);
        if (session == null) {
            return Optional.empty();
        }
        requireOwnPage(request);
        return Optional.of(Credential.ofCookie(session.getValue()));
    }

    /** A browser sends cookies whoever's page has it ask, and says whose: to it all ports of a machine are one site. */
    private static void requireOwnPage(ContainerRequestContext request) {
        if (CHANGE_NOTHING.contains(request.getMethod())) {
            return;
        }
        String origin = String.valueOf(request.getHeaderString(ORIGIN));
        String own = request.getUriInfo().getBaseUri().getRawAuthority();
        if (!origin.equals("http://" + own) && !origin.equals("https://" + own)) {
            throw new NarrowgaugeException(
                    ErrorCode.ACCESS_DENIED,
                    "The request carries the session of a page and was made by another: its header 'Origin' must name %s, and is '%s'."
                            .formatted(own, origin));
        }
    }
}
