package dev.narrowgauge.engine.runtime.session;

import ai.onnxruntime.OrtException;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Turns what ONNX Runtime throws into this system's exception, at the place where it enters. */
final class RuntimeFailures {
    private static final Pattern PREFIX = Pattern.compile("^Error code - \\w+ - message: ");
    private static final Pattern SOURCE_LOCATION = Pattern.compile("\\S*/\\S+\\.(cc|h):\\d+ ");
    private static final List<String> MEMORY_WORDS =
            List.of("bad_alloc", "bfcarena", "failed to allocate", "out of memory", "cannot allocate memory");
    private static final String REFUSED_THREAD = "pthread_create failed";
    private static final int LONGEST_REASON = 240;

    private RuntimeFailures() {}

    static NarrowgaugeException whileLoading(String model, OrtException cause) {
        return wrap("ONNX Runtime does not load " + model, cause);
    }

    static NarrowgaugeException whileRunning(String model, OrtException cause) {
        return wrap("ONNX Runtime stopped while running " + model, cause);
    }

    static NarrowgaugeException withoutProvider(OrtException cause) {
        return new NarrowgaugeException(
                ErrorCode.ENGINE_UNAVAILABLE,
                "This engine cannot use its provider: " + shorten(cause.getMessage()),
                cause);
    }

    private static NarrowgaugeException wrap(String what, OrtException cause) {
        String reason = shorten(cause.getMessage());
        if (speaksOfMemory(reason)) {
            return new NarrowgaugeException(
                    ErrorCode.ENGINE_OUT_OF_MEMORY,
                    what + ": not enough memory. Raise the memory limit or lower the batch size.",
                    cause);
        }
        if (reason.contains(REFUSED_THREAD)) {
            return new NarrowgaugeException(ErrorCode.THREAD_REFUSED, what + ": " + reason, cause);
        }
        return new NarrowgaugeException(ErrorCode.MODEL_REJECTED_BY_RUNTIME, what + ": " + reason, cause);
    }

    private static boolean speaksOfMemory(String reason) {
        String lower = reason.toLowerCase(Locale.ROOT);
        return MEMORY_WORDS.stream().anyMatch(lower::contains);
    }

    static String shorten(String message) {
        if (message == null || message.isBlank()) {
            return "it gave no reason.";
        }
        String reason = PREFIX.matcher(message.strip()).replaceFirst("");
        reason = SOURCE_LOCATION.matcher(reason).replaceAll("");
        reason = reason.replaceAll("\\s+", " ").strip();
        if (reason.length() > LONGEST_REASON) {
            reason = reason.substring(0, LONGEST_REASON).strip() + "…";
        }
        return reason.endsWith(".") || reason.endsWith("…") ? reason : reason + ".";
    }
}
