package dev.narrowgauge.api.page;

import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.settings.Spelling;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Refuses query parameters that an operation does not have: a filter that is misspelt would let everything through. */
@Singleton
public final class KnownParameters {
    private final Map<Method, Set<String>> known = new ConcurrentHashMap<>();

    @ServerRequestFilter
    public void check(ResourceInfo resource, UriInfo uri) {
        Set<String> names = known.computeIfAbsent(resource.getResourceMethod(), KnownParameters::of);
        uri.getQueryParameters().keySet().stream()
                .filter(name -> !names.contains(name))
                .sorted()
                .findFirst()
                .ifPresent(name -> {
                    throw unknown(name, names);
                });
        uri.getQueryParameters().forEach((name, values) -> requireText(name, values));
    }

    /** No text in the database has it. */
    private static void requireText(String name, List<String> values) {
        if (values.stream().anyMatch(value -> value.indexOf('\0') >= 0)) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "The parameter '%s' contains a NUL character; remove it.".formatted(name));
        }
    }

    private static NarrowgaugeException unknown(String name, Set<String> names) {
        return new NarrowgaugeException(
                ErrorCode.REQUEST_INVALID,
                names.isEmpty()
                        ? "The parameter '%s' is unknown; this address has no parameters.".formatted(name)
                        : "The parameter '%s' is unknown; did you mean '%s'? Known parameters are %s."
                                .formatted(
                                        name,
                                        Spelling.nearest(name, names),
                                        String.join(
                                                ", ", names.stream().sorted().toList())));
    }

    private static Set<String> of(Method method) {
        return Arrays.stream(method.getParameters())
                .flatMap(KnownParameters::elements)
                .map(element -> element.getAnnotation(QueryParam.class))
                .filter(annotation -> annotation != null)
                .map(QueryParam::value)
                .collect(toUnmodifiableSet());
    }

    private static Stream<? extends AnnotatedElement> elements(Parameter parameter) {
        return parameter.isAnnotationPresent(BeanParam.class)
                ? Arrays.stream(parameter.getType().getDeclaredFields())
                : Stream.of(parameter);
    }
}
