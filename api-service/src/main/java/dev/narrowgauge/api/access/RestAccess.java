package dev.narrowgauge.api.access;

import dev.narrowgauge.api.error.Problem;
import dev.narrowgauge.db.AuditEntry;
import dev.narrowgauge.db.Project;
import dev.narrowgauge.domain.access.ProjectName;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import java.lang.reflect.Method;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Lets only those requests through to a resource whose caller may make them, before anything else of them is looked at, and
 * has the audit log say what became of them.
 */
@Singleton
public final class RestAccess {
    private static final int FIRST_ERROR = 400;

    private final Provider<Guard> guard;
    private final Provider<ProjectChoice> projects;
    private final Provider<AuditTrail> trail;
    private final Provider<ClientAddress> addresses;
    private final CurrentCaller current;
    private final Map<Method, ApiOperation> operations = new ConcurrentHashMap<>();

    /** What depends on settings is asked for with the first request: filters are made before there is a configuration. */
    RestAccess(
            Provider<Guard> guard,
            Provider<ProjectChoice> projects,
            Provider<AuditTrail> trail,
            Provider<ClientAddress> addresses,
            CurrentCaller current) {
        this.guard = guard;
        this.projects = projects;
        this.trail = trail;
        this.addresses = addresses;
        this.current = current;
    }

    @ServerRequestFilter(priority = Priorities.AUTHENTICATION)
    public void check(ContainerRequestContext request, ResourceInfo resource) {
        ApiOperation operation = operations.computeIfAbsent(resource.getResourceMethod(), RestAccess::operation);
        Call call = Call.of(operation, current.address(addresses.get()), target(request));
        Optional<String> project = project(request);
        AtomicReference<Caller> seen = new AtomicReference<>();
        try {
            Optional<Caller> caller =
                    guard.get().admit(operation.access(), call.address(), () -> proof(request), project, seen::set);
            // What names a wrong one is refused, whether it is about a project or not.
            Optional<Project> about = caller.flatMap(known -> projects.get().about(operation.access(), known, project));
            current.set(call.in(about.map(Project::id)), caller, project);
        } catch (NarrowgaugeException refusal) {
            Call refused = call.refusedTo(shown(request)).by(Optional.ofNullable(seen.get()));
            trail.get().refuse(refused, refusal.code());
            throw refusal;
        }
        trail.get().begin(current.call());
    }

    @ServerResponseFilter
    public void end(ContainerResponseContext response) {
        current.answered().ifPresent(call -> trail.get().end(made(call, response), outcome(response)));
    }

    private static ApiOperation operation(Method method) {
        Operation operation = method.getAnnotation(Operation.class);
        return ApiOperation.require(operation == null ? method.toString() : operation.operationId());
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

    /** Empty where it has not even the form of one. */
    private static Optional<Proof> shown(ContainerRequestContext request) {
        try {
            return proof(request);
        } catch (NarrowgaugeException e) {
            return Optional.empty();
        }
    }

    private static String target(ContainerRequestContext request) {
        URI uri = request.getUriInfo().getRequestUri();
        return uri.getRawQuery() == null ? uri.getRawPath() : uri.getRawPath() + '?' + uri.getRawQuery();
    }

    /** About the new thing, where it made one. */
    private static Call made(Call call, ContainerResponseContext response) {
        String location = response.getHeaderString(HttpHeaders.LOCATION);
        return location == null ? call : call.about(URI.create(location).getRawPath());
    }

    private static String outcome(ContainerResponseContext response) {
        if (response.getEntity() instanceof Problem problem) {
            return problem.code().name();
        }
        return response.getStatus() < FIRST_ERROR ? AuditEntry.DONE : "HTTP " + response.getStatus();
    }
}
