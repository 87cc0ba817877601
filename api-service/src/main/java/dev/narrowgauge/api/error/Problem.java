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
        int moreFaults) {
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
        return of(failure.code(), Failures.bounded(failure.getMessage()), instance, faults, failure.untold());
    }

    static Problem of(ErrorCode code, String detail, String instance) {
        return of(code, detail, instance, List.of(), 0);
    }

    private static Problem of(ErrorCode code, String detail, String instance, List<Fault> faults, int more) {
        return new Problem(code.typeUri(), title(code), code.httpStatus(), detail, code, instance, faults, more);
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
