package dev.narrowgauge.api.error;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.settings.Spelling;
import dev.narrowgauge.domain.settings.WrittenValue;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Turns what a framework throws about a request into the exception of this system. */
final class Failures {
    private static final int MAX_CHARACTERS = 4000;

    /** Of SQL: character not in repertoire, untranslatable character. Whatever text comes here is a client's. */
    private static final Set<String> UNSTORABLE = Set.of("22021", "22P05");

    private Failures() {}

    /** Empty when the failure says nothing about the request, which makes it a defect of ours. */
    static Optional<NarrowgaugeException> ofRequest(Throwable failure) {
        Optional<NarrowgaugeException> known = cause(failure, NarrowgaugeException.class);
        if (known.isPresent()) {
            return known;
        }
        return cause(failure, JacksonException.class)
                .map(Failures::sentence)
                .or(() -> cause(failure, InvalidProtocolBufferException.class)
                        .map(_ -> "The request is not a message of the type that this method expects."))
                .or(() -> cause(failure, SQLException.class)
                        .filter(refused -> UNSTORABLE.contains(String.valueOf(refused.getSQLState())))
                        .map(_ -> "The request contains a character that cannot be stored, such as NUL; remove it."))
                .map(sentence -> new NarrowgaugeException(ErrorCode.REQUEST_INVALID, sentence, failure));
    }

    /** A sentence of a length that a person reads; what it quotes from a request may have any. */
    static String bounded(String sentence) {
        return sentence.length() <= MAX_CHARACTERS ? sentence : sentence.substring(0, MAX_CHARACTERS) + "…";
    }

    static <T extends Throwable> Optional<T> cause(Throwable failure, Class<T> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return Optional.of(type.cast(cause));
            }
        }
        return Optional.empty();
    }

    static String sentence(JacksonException failure) {
        return switch (failure) {
            case UnrecognizedPropertyException unknown ->
                "The request has an unknown field '%s'; did you mean '%s'?"
                        .formatted(field(unknown), Spelling.nearest(unknown.getPropertyName(), known(unknown)));
            case MismatchedInputException mismatch
            when mismatch.getPath().isEmpty() -> "The request body must be a JSON object.";
            case MismatchedInputException mismatch ->
                "Field '%s' must be %s.".formatted(field(mismatch), kind(mismatch.getTargetType()));
            case JsonMappingException mapping -> "Field '%s' has a value of the wrong type.".formatted(field(mapping));
            case StreamReadException syntax ->
                "The request body is not valid JSON: line %d, column %d."
                        .formatted(
                                syntax.getLocation().getLineNr(),
                                syntax.getLocation().getColumnNr());
            default -> "The request body is not valid JSON.";
        };
    }

    /** The field that was likely meant by an unknown one. */
    static Optional<String> likely(UnrecognizedPropertyException unknown) {
        return Spelling.likely(unknown.getPropertyName(), known(unknown));
    }

    private static List<String> known(UnrecognizedPropertyException unknown) {
        return unknown.getKnownPropertyIds().stream().map(String::valueOf).toList();
    }

    /** @param written what stands in the field, as plain Java values */
    static String sentence(MismatchedInputException failure, Object written) {
        return failure instanceof UnrecognizedPropertyException
                ? sentence(failure)
                : "Field '%s' is %s; it must be %s."
                        .formatted(field(failure), WrittenValue.told(written), kind(failure.getTargetType()));
    }

    private static String kind(Class<?> type) {
        if (type == String.class) {
            return "a string";
        }
        if (type != null && Collection.class.isAssignableFrom(type)) {
            return "a list";
        }
        if (type != null && (Map.class.isAssignableFrom(type) || type.isRecord())) {
            return "a JSON object";
        }
        return "of another type";
    }

    private static String field(JsonMappingException failure) {
        StringBuilder path = new StringBuilder();
        List<JsonMappingException.Reference> references = failure.getPath();
        for (JsonMappingException.Reference reference : references) {
            if (reference.getFieldName() == null) {
                path.append('[').append(reference.getIndex()).append(']');
                continue;
            }
            path.append(path.isEmpty() ? "" : ".").append(reference.getFieldName());
        }
        return path.toString();
    }
}
