package dev.narrowgauge.domain.error;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Exit status of every command; pipelines branch on it, so a number never changes its meaning. */
public enum ExitCode {
    OK(0, "done, PASS"),
    FAIL(1, "FAIL"),
    CANNOT_TELL(2, "CANNOT TELL, INCONCLUSIVE"),
    INVALID(3, "INVALID"),
    BAD_INPUT(4, "bad input or usage"),
    UNREACHABLE(5, "service unreachable"),
    THIS_MACHINE(6, "this machine: port, lock, disk, memory, time, installation"),
    DEFECT(70, "a defect in Narrowgauge"),
    CANCELLED(130, "cancelled");

    private final int status;
    private final String meaning;

    ExitCode(int status, String meaning) {
        this.status = status;
        this.meaning = meaning;
    }

    public int status() {
        return status;
    }

    public String meaning() {
        return meaning;
    }

    /** What a command that failed ends with. */
    public static ExitCode of(ErrorCode failure) {
        if (failure == ErrorCode.SERVICE_UNREACHABLE) {
            return UNREACHABLE;
        }
        return switch (failure.kind()) {
            case USER -> BAD_INPUT;
            case RESOURCE, INFRASTRUCTURE -> THIS_MACHINE;
            case INTERNAL -> DEFECT;
        };
    }

    /** Every status with its meaning, as help texts list them. */
    public static Map<String, String> meanings() {
        Map<String, String> meanings = new LinkedHashMap<>();
        Arrays.stream(values()).forEach(code -> meanings.put(String.valueOf(code.status), code.meaning));
        return meanings;
    }
}
