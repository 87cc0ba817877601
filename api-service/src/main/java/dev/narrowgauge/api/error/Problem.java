package dev.narrowgauge.api.error;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A failure as RFC 9457 spells it, with the stable code that clients branch on. */
@Schema(
        name = "Problem",
        description = "A failure (RFC 9457). Branch on `code`; it never changes its meaning.",
        requiredProperties = {"type", "title", "status", "detail", "code", "instance"})
public record Problem(
        @Schema(examples = "urn:narrowgauge:error:model-not-onnx")
        String type,

        String title,
        int status,

        @Schema(description = "What is wrong and how to fix it; null when only the operators can", nullable = true)
        String detail,

        ErrorCode code,

        @Schema(
                description =
                        "The request's path, or the incident to quote to the operators; null when it could not be read",
                nullable = true)
        String instance,

        @Schema(
                description =
                        "Each of the faults, where there is more than one or its place is known; `detail` has all of them")
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<Fault> faults,

        @Schema(description = "How many faults there are beyond `faults`; absent where none are known")
        @JsonInclude(JsonInclude.Include.NON_DEFAULT)
        int moreFaults,

        @Schema(
                description =
                        "Seconds after which the same request may succeed, as in the header `Retry-After`; absent where that is not known")
        @JsonInclude(JsonInclude.Include.NON_DEFAULT)
        long retryAfterSeconds) {
    public static final String MEDIA_TYPE = "application/problem+json";

    /** One of the faults. */
    @Schema(name = "Fault")
    public record Fault(
            ErrorCode code,
            String detail,

            @Schema(
                    description =
                            "JSON pointer (RFC 6901) into the request's body; null where the fault has no one place or it is"
                                    + " not known",
                    nullable = true,
                    examples = "/recipes/0/weights/type")
            String pointer) {}

    static Problem of(NarrowgaugeException failure, String instance) {
        List<Fault> faults = failure.faults().stream()
                .filter(fault -> failure.faults().size() > 1 || fault.pointer().isPresent())
                .map(fault -> new Fault(
                        fault.code(),
                        Failures.bounded(fault.sentence()),
                        fault.pointer().orElse(null)))
                .toList();
        return new Problem(
                failure.code().typeUri(),
                title(failure.code()),
                failure.code().httpStatus(),
                Failures.bounded(failure.getMessage()),
                failure.code(),
                instance,
                faults,
                failure.untold(),
                RetryAfter.seconds(failure));
    }

    static Problem of(ErrorCode code, String detail, String instance) {
        return new Problem(
                code.typeUri(),
                title(code),
                code.httpStatus(),
                detail,
                code,
                instance,
                List.of(),
                0,
                RetryAfter.UNKNOWN);
    }

    /** A defect: whatever it says of our inside stays in the log, under the incident's number. */
    static Problem incident(ErrorCode code, UUID incident) {
        return of(code, null, "urn:uuid:" + incident);
    }

    private static String title(ErrorCode code) {
        String words = code.name().toLowerCase(Locale.ROOT).replace('_', ' ').replace("onnx", "ONNX");
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
