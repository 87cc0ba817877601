package dev.narrowgauge.api.error;

import dev.narrowgauge.domain.error.ErrorCode;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A failure as RFC 9457 spells it, with the stable code that clients branch on. */
@Schema(name = "Problem", description = "A failure (RFC 9457). Branch on `code`; it never changes its meaning.")
public record Problem(
        @Schema(examples = "urn:narrowgauge:error:model-not-onnx")
        String type,

        String title,
        int status,

        @Schema(description = "What is wrong and how to mend it; null when only the operators can")
        String detail,

        ErrorCode code,

        @Schema(description = "The request's path, or the incident to quote to the operators")
        String instance) {
    public static final String MEDIA_TYPE = "application/problem+json";

    static Problem of(ErrorCode code, String detail, String instance) {
        return new Problem(code.typeUri(), title(code), code.httpStatus(), detail, code, instance);
    }

    /** A defect: whatever it says of our inside stays in the log, under the incident's number. */
    static Problem incident(UUID incident) {
        return of(ErrorCode.INTERNAL_ERROR, null, "urn:uuid:" + incident);
    }

    private static String title(ErrorCode code) {
        String words = code.name().toLowerCase(Locale.ROOT).replace('_', ' ').replace("onnx", "ONNX");
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
