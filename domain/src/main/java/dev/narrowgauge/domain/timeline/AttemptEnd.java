package dev.narrowgauge.domain.timeline;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.job.Job.Failures;
import java.util.Arrays;
import java.util.Optional;

/** How an attempt at a job ended. */
public enum AttemptEnd {
    SUCCEEDED,
    /** For good; also of one that nobody took in time. */
    FAILED,
    CANCELLED,
    /** Nothing was heard of whoever had taken it for as long as its lease. */
    LEASE_LOST,
    /** The engine crashed. */
    CRASHED,
    /** It wanted for a resource, such as memory. */
    LACKED_RESOURCE,
    /** The machine was at fault. */
    MACHINE_FAILED,
    /** Whoever had taken it stopped in good order, or is too old for the job. */
    GIVEN_BACK;

    /** Of the attempt that {@code before} was at; {@code after} is what the end made of the job. */
    public static AttemptEnd between(Job before, Job after) {
        return switch (after.state()) {
            case QUEUED -> cause(before.failures(), after.failures());
            case SUCCEEDED -> SUCCEEDED;
            case FAILED -> after.error().orElseThrow().code() == ErrorCode.LEASE_LOST ? LEASE_LOST : FAILED;
            case CANCELLED -> CANCELLED;
            case RUNNING -> throw new IllegalArgumentException("an attempt that runs has not ended");
        };
    }

    private static AttemptEnd cause(Failures before, Failures after) {
        if (after.lostLeases() > before.lostLeases()) {
            return LEASE_LOST;
        }
        if (after.crashes() > before.crashes()) {
            return CRASHED;
        }
        if (after.resources() > before.resources()) {
            return LACKED_RESOURCE;
        }
        return after.infrastructure() > before.infrastructure() ? MACHINE_FAILED : GIVEN_BACK;
    }

    /** Empty for a name that only a newer program knows. */
    public static Optional<AttemptEnd> ofName(String name) {
        return Arrays.stream(values()).filter(end -> end.name().equals(name)).findFirst();
    }
}
