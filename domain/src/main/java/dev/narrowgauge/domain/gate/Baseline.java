package dev.narrowgauge.domain.gate;

import java.util.Optional;
import java.util.UUID;

/** What a rule holds a variant against. */
public sealed interface Baseline {
    /** FP32 of the same upload, timed and asked beside the variant. */
    record Upload() implements Baseline {}

    /** The active release of the model's name. */
    record ActiveRelease() implements Baseline {}

    /** The variant of another run. */
    record Result(UUID run) implements Baseline {}

    Baseline UPLOAD = new Upload();

    String RESULT = "result:";

    /** Empty for a text that is none. */
    static Optional<Baseline> ofText(String text) {
        return switch (text) {
            case "upload" -> Optional.of(UPLOAD);
            case "release" -> Optional.of(new ActiveRelease());
            default -> text.startsWith(RESULT) ? result(text.substring(RESULT.length())) : Optional.empty();
        };
    }

    private static Optional<Baseline> result(String run) {
        try {
            return Optional.of(new Result(UUID.fromString(run)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** As policies spell it. */
    default String text() {
        return switch (this) {
            case Upload _ -> "upload";
            case ActiveRelease _ -> "release";
            case Result(UUID run) -> RESULT + run;
        };
    }
}
