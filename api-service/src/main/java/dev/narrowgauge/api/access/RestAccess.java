package dev.narrowgauge.api.access;

import dev.narrowgauge.domain.access.ProjectName;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Cookie;
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
    private final Provider<ProjectChoice> projects;
    private final Map<Method, Access> needed = new ConcurrentHashMap<>();

    /**
     * @param guard asked for with the first request: filters are made before there is a configuration
     * @param projects likewise
     */
    RestAccess(Provider<Guard> guard, CurrentCaller caller, Provider<ProjectChoice> projects) {
        this.guard = guard;
        this.caller = caller;
        this.projects = projects;
    }

    @ServerRequestFilter(priority = Priorities.AUTHENTICATION)
    public void check(ContainerRequestContext request, ResourceInfo resource) {
        Access access = needed.computeIfAbsent(resource.getResourceMethod(), RestAccess::needed);
        Optional<String> project = project(request);
        guard.get().admit(access, () -> proof(request), project).ifPresent(admitted -> {
            // What names a wrong one is refused, whether it is about a project or not.
            if (project.isPresent()) {
                var _ = projects.get().of(admitted, project);
            }
            caller.set(admitted, project);
        });
    }

    private static Access needed(Method method) {
        Operation operation = method.getAnnotation(Operation.class);
        return ApiOperation.accessOf(operation == null ? method.toString() : operation.operationId());
    }

    private static Optional<String> project(ContainerRequestContext request) {
        return Optional.ofNullable(request.getHeaderString(ProjectName.HEADER))
                .or(() -> Optional.ofNullable(request.getCookies().get(ProjectChoice.COOKIE))
                        .map(Cookie::getValue))
                .map(String::strip)
                .filter(name -> !name.isEmpty());
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
