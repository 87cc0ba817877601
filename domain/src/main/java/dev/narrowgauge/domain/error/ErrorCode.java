package dev.narrowgauge.domain.error;

import static dev.narrowgauge.domain.error.ErrorKind.INTERNAL;
import static dev.narrowgauge.domain.error.ErrorKind.RESOURCE;
import static dev.narrowgauge.domain.error.ErrorKind.USER;

import java.util.Locale;

/**
 * Every failure a user, a client program or an operator can meet, by a stable name.
 *
 * <p>Names never change and never get another meaning: clients branch on them. The HTTP status is the one sent with
 * problem+json (RFC 9457); the gRPC status carries the same distinction for streams.
 */
public enum ErrorCode {
    MODEL_NOT_ONNX(USER, 422, "INVALID_ARGUMENT"),
    MODEL_TRUNCATED(USER, 422, "INVALID_ARGUMENT"),
    MODEL_INVALID(USER, 422, "INVALID_ARGUMENT"),
    MODEL_UNSUPPORTED_OPSET(USER, 422, "INVALID_ARGUMENT"),
    MODEL_UNSUPPORTED_DOMAIN(USER, 422, "INVALID_ARGUMENT"),
    MODEL_UNSUPPORTED_OPERATOR(USER, 422, "INVALID_ARGUMENT"),
    MODEL_DIMENSION_OVERFLOW(USER, 422, "INVALID_ARGUMENT"),
    MODEL_EXTERNAL_DATA_MISSING(USER, 422, "INVALID_ARGUMENT"),
    MODEL_EXTERNAL_DATA_ESCAPES(USER, 422, "INVALID_ARGUMENT"),
    MODEL_EXTERNAL_DATA_SHORT(USER, 422, "INVALID_ARGUMENT"),
    MODEL_ALREADY_QUANTIZED(USER, 422, "INVALID_ARGUMENT"),
    MODEL_REJECTED_BY_RUNTIME(USER, 422, "INVALID_ARGUMENT"),
    MODEL_TOO_LARGE(USER, 413, "INVALID_ARGUMENT"),

    DATASET_UNREADABLE(USER, 422, "INVALID_ARGUMENT"),
    DATASET_EMPTY(USER, 422, "INVALID_ARGUMENT"),
    DATASET_INPUT_MISSING(USER, 422, "INVALID_ARGUMENT"),
    DATASET_SHAPE_MISMATCH(USER, 422, "INVALID_ARGUMENT"),
    DATASET_TYPE_MISMATCH(USER, 422, "INVALID_ARGUMENT"),
    DATASET_NOT_FINITE(USER, 422, "INVALID_ARGUMENT"),
    DATASET_LABELS_MISSING(USER, 422, "INVALID_ARGUMENT"),
    DATASET_LABEL_OUT_OF_RANGE(USER, 422, "INVALID_ARGUMENT"),
    DATASETS_OVERLAP(USER, 422, "INVALID_ARGUMENT"),

    RECIPE_UNREADABLE(USER, 422, "INVALID_ARGUMENT"),
    RECIPE_UNKNOWN_KEY(USER, 422, "INVALID_ARGUMENT"),
    RECIPE_INVALID_VALUE(USER, 422, "INVALID_ARGUMENT"),
    RECIPE_MATCHES_NOTHING(USER, 422, "INVALID_ARGUMENT"),
    POLICY_UNREADABLE(USER, 422, "INVALID_ARGUMENT"),
    POLICY_UNKNOWN_KEY(USER, 422, "INVALID_ARGUMENT"),
    POLICY_INVALID_VALUE(USER, 422, "INVALID_ARGUMENT"),

    REQUEST_INVALID(USER, 400, "INVALID_ARGUMENT"),
    REQUEST_CURSOR_INVALID(USER, 400, "INVALID_ARGUMENT"),
    REQUEST_TOO_LARGE(USER, 413, "INVALID_ARGUMENT"),
    REQUEST_METHOD_UNSUPPORTED(USER, 405, "UNIMPLEMENTED"),
    REQUEST_MEDIA_TYPE_UNSUPPORTED(USER, 415, "INVALID_ARGUMENT"),
    REQUEST_NOT_ACCEPTABLE(USER, 406, "INVALID_ARGUMENT"),
    IDEMPOTENCY_KEY_REUSED(USER, 422, "ALREADY_EXISTS"),
    NOT_FOUND(USER, 404, "NOT_FOUND"),
    CONFLICT(USER, 409, "FAILED_PRECONDITION"),
    FILE_NOT_FOUND(USER, 404, "NOT_FOUND"),
    OUTPUT_NOT_WRITABLE(USER, 422, "FAILED_PRECONDITION"),

    ENGINE_OUT_OF_MEMORY(RESOURCE, 503, "RESOURCE_EXHAUSTED"),
    ENGINE_TIMED_OUT(RESOURCE, 504, "DEADLINE_EXCEEDED"),
    DISK_FULL(RESOURCE, 507, "RESOURCE_EXHAUSTED"),
    PORT_IN_USE(RESOURCE, 503, "UNAVAILABLE"),
    DATA_DIRECTORY_IN_USE(RESOURCE, 503, "UNAVAILABLE"),
    NO_DEVICE(RESOURCE, 503, "UNAVAILABLE"),
    SERVICE_UNREACHABLE(RESOURCE, 503, "UNAVAILABLE"),

    ENGINE_CRASHED(INTERNAL, 500, "INTERNAL"),
    LEASE_LOST(INTERNAL, 409, "ABORTED"),
    INTERNAL_ERROR(INTERNAL, 500, "INTERNAL");

    private final ErrorKind kind;
    private final int httpStatus;
    private final String grpcStatus;

    ErrorCode(ErrorKind kind, int httpStatus, String grpcStatus) {
        this.kind = kind;
        this.httpStatus = httpStatus;
        this.grpcStatus = grpcStatus;
    }

    public ErrorKind kind() {
        return kind;
    }

    public int httpStatus() {
        return httpStatus;
    }

    /** Name of a {@code io.grpc.Status.Code}. */
    public String grpcStatus() {
        return grpcStatus;
    }

    /** The {@code type} member of problem+json, for example {@code urn:narrowgauge:error:model-not-onnx}. */
    public String typeUri() {
        return "urn:narrowgauge:error:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
