package dev.narrowgauge.api.error;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.Fault;
import dev.narrowgauge.domain.error.Faults;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tells all fields of a JSON body that are unknown or have a value of the wrong type, where the parser stops at the first, and
 * what else is wrong with it.
 */
@Provider
@Priority(JsonFaults.WITHIN_THE_LIMIT)
public final class JsonFaults implements ReaderInterceptor {
    /** After {@link JsonBodyLimit}, which has no priority of its own: what is kept here is no longer than that lets through. */
    static final int WITHIN_THE_LIMIT = Priorities.USER + 1;

    /** Of faults, each of which costs another reading. */
    private static final int MOST = 20;

    /** No honest request with many faults is longer; of others the first is told. */
    private static final int MOST_BYTES = 1 << 16;

    private final ObjectMapper json;
    private final Instance<BodyChecks> checks;

    /** @param checks are made when they are needed: this is there before the database is */
    JsonFaults(ObjectMapper json, Instance<BodyChecks> checks) {
        this.json = json;
        this.checks = checks;
    }

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        if (!MediaType.APPLICATION_JSON_TYPE.isCompatible(context.getMediaType())) {
            return context.proceed();
        }
        byte[] body = context.getInputStream().readAllBytes();
        context.setInputStream(new ByteArrayInputStream(body));
        try {
            return context.proceed();
        } catch (IOException | RuntimeException failure) {
            Optional<MismatchedInputException> first = Failures.cause(failure, MismatchedInputException.class);
            if (body.length <= MOST_BYTES
                    && first.isPresent()
                    && !first.get().getPath().isEmpty()) {
                all(body, json.constructType(context.getGenericType())).raise();
            }
            throw failure;
        }
    }

    /** Reads again without what was found before, until there is nothing more to find; then checks what is left. */
    private Faults all(byte[] body, JavaType type) throws IOException {
        Faults faults = new Faults();
        List<String> open = new ArrayList<>();
        JsonNode document = json.readTree(body);
        for (int i = 0; i < MOST; i++) {
            try {
                Object read = json.readerFor(type).readValue(document);
                faults.addAll(checks.get().faults(read).apartFrom(open));
                return faults;
            } catch (MismatchedInputException e) {
                String place = pointer(e.getPath());
                faults.add(() -> new Fault(
                        ErrorCode.REQUEST_INVALID,
                        Failures.sentence(e, json.convertValue(document.at(place), Object.class)),
                        Optional.of(place)));
                open.add(place);
                meant(e).filter(other -> document.at(other).isMissingNode()).ifPresent(open::add);
                if (!take(document, e.getPath())) {
                    return faults;
                }
            }
        }
        return faults;
    }

    /** Where what a field of an unknown name says was likely meant to stand. */
    private static Optional<String> meant(MismatchedInputException failure) {
        if (!(failure instanceof UnrecognizedPropertyException unknown)) {
            return Optional.empty();
        }
        List<JsonMappingException.Reference> path = failure.getPath();
        String parent = pointer(path.subList(0, path.size() - 1));
        return Failures.likely(unknown).map(name -> parent + Fault.step(name));
    }

    private static String pointer(List<JsonMappingException.Reference> path) {
        return path.stream()
                .map(step -> step.getFieldName() == null ? String.valueOf(step.getIndex()) : step.getFieldName())
                .map(Fault::step)
                .collect(joining());
    }

    /** Whether the value was there and is not any more. In a list null takes its place, so that the others keep theirs. */
    private static boolean take(JsonNode document, List<JsonMappingException.Reference> path) {
        if (path.isEmpty()) {
            return false;
        }
        JsonNode parent = document;
        for (JsonMappingException.Reference step : path.subList(0, path.size() - 1)) {
            parent = step.getFieldName() == null ? parent.path(step.getIndex()) : parent.path(step.getFieldName());
        }
        JsonMappingException.Reference last = path.getLast();
        if (parent instanceof ObjectNode object && last.getFieldName() != null) {
            return object.remove(last.getFieldName()) != null;
        }
        if (parent instanceof ArrayNode list && !list.path(last.getIndex()).isNull()) {
            list.setNull(last.getIndex());
            return true;
        }
        return false;
    }
}
