package dev.narrowgauge.api.admission;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An answer as API servers of Kubernetes read it. */
@Schema(name = "AdmissionReview")
public record AdmissionAnswer(String apiVersion, String kind, Response response) {
    private static final int FORBIDDEN = 403;

    static AdmissionAnswer allowed(String uid, List<String> warnings) {
        return of(new Response(uid, true, null, warnings));
    }

    static AdmissionAnswer refused(String uid, String message, List<String> warnings) {
        return of(new Response(uid, false, new Status(FORBIDDEN, "Forbidden", message), warnings));
    }

    private static AdmissionAnswer of(Response response) {
        return new AdmissionAnswer(AskedReview.VERSION, AskedReview.KIND, response);
    }

    /** @param status why not; absent where it is allowed */
    @Schema(name = "AdmissionResponse")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Response(
            @Schema(description = "Of the review that this answers")
            String uid,

            boolean allowed,

            @Schema(description = "Why it is not allowed; absent where it is")
            Status status,

            @Schema(description = "What whoever has sent the object is told, whether it is allowed or not")
            List<String> warnings) {
        public Response {
            warnings = List.copyOf(warnings);
        }
    }

    @Schema(name = "AdmissionStatus")
    public record Status(int code, String reason, String message) {}
}
