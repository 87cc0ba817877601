package dev.narrowgauge.api.access;

import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Lets only those requests through to a resource whose caller may make them, before anything else of them is looked at. */
@Singleton
public final class RestAccess {
    private final Provider<Guard> guard;
    private final CurrentCaller caller;
    private final Map<Method, Access> needed = new ConcurrentHashMap<>();

    /** @param guard asked for with the first request: filters are made before there is a configuration */
    RestAccess(Provider<Guard> guard, CurrentCaller caller) {
        this.guard = guard;
        this.caller = caller;
    }

    @ServerRequestFilter(priority = Priorities.AUTHENTICATION)
    public void check(ContainerRequestContext request, ResourceInfo resource) {
        Access access = needed.computeIfAbsent(resource.getResourceMethod(), RestAccess::needed);
        guard.get().admit(access, () -> proof(request)).ifPresent(caller::set);
    }

    private static Access needed(Method method) {
        Operation operation = method.getAnnotation(Operation.class);
        return ApiOperation.accessOf(operation == null ? method.toString() : operation.operationId());
    }

    private static Optional<Proof> proof(ContainerRequestContext request) {
        String authorization = request.getHeaderString(HttpHeaders.AUTHORIZATION);
        if (authorization != null) {
            return Optional.of(Proof.ofHeader(authorization));
        }
        // A browser sends it whoever's page has it ask; what the page of another has it send was refused before.
        return Optional.ofNullable(request.getCookies().get(PageSessions.COOKIE))
                .map(session -> Credential.ofCookie(session.getValue()));
    }
}
