package dev.narrowgauge.api.admission;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a cluster asks, a request of {@code AdmissionReview} as {@code admission.k8s.io/v1} of Kubernetes has it.
 *
 * @param uid of the question, which the answer repeats
 * @param judged the object that is to run; empty where nothing is to that was not there before
 */
record AskedReview(String uid, Optional<Map<?, ?>> judged) {
    static final String VERSION = "admission.k8s.io/v1";
    static final String KIND = "AdmissionReview";

    /** The others take something away, or are no object that runs. */
    private static final Set<String> JUDGED = Set.of("CREATE", "UPDATE");

    private static final Set<String> OPERATIONS = Set.of("CREATE", "UPDATE", "DELETE", "CONNECT");

    /** @throws NarrowgaugeException REQUEST_INVALID where it is none of this version */
    static AskedReview of(Map<String, Object> review) {
        String kind = Json.text(review, "kind");
        if (!kind.equals(KIND)) {
            throw invalid("is of the kind '%s'; it must be an AdmissionReview, as an API server of Kubernetes sends it"
                    .formatted(kind));
        }
        String version = Json.text(review, "apiVersion");
        if (!version.equals(VERSION)) {
            throw invalid(
                    "is of the version '%s'; it must be '%s', for which the webhook's configuration says admissionReviewVersions: [v1]"
                            .formatted(version, VERSION));
        }
        String uid = Json.text(review, "request", "uid");
        String operation = Json.text(review, "request", "operation");
        if (uid.isEmpty() || !OPERATIONS.contains(operation)) {
            throw invalid(
                    "has the uid '%s' and the operation '%s' in 'request'; there must be a uid, and CREATE, UPDATE, DELETE or CONNECT"
                            .formatted(uid, operation));
        }
        boolean part = !Json.text(review, "request", "subResource").isEmpty();
        return new AskedReview(uid, JUDGED.contains(operation) && !part ? object(review) : Optional.empty());
    }

    private static Optional<Map<?, ?>> object(Map<String, Object> review) {
        if (!(Json.at(review, List.of("request", "object")) instanceof Map<?, ?> object)) {
            throw invalid("has no 'request.object', which CREATE and UPDATE come with");
        }
        // What is on its way out must not be held up: its last update takes finalizers away.
        boolean leaves = !Json.text(object, "metadata", "deletionTimestamp").isEmpty();
        return leaves ? Optional.empty() : Optional.of(object);
    }

    private static NarrowgaugeException invalid(String what) {
        return new NarrowgaugeException(ErrorCode.REQUEST_INVALID, "The review %s.".formatted(what));
    }
}
