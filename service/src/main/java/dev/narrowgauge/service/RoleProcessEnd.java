package dev.narrowgauge.service;

import dev.narrowgauge.domain.error.NarrowgaugeException;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicBoolean;

/** As a role ends that cannot start: with a line and the status that goes with it, and all that runs is stopped before. */
@Singleton
final class RoleProcessEnd implements ProcessEnd {
    private final AtomicBoolean begun = new AtomicBoolean();

    @Override
    public void because(NarrowgaugeException fault) {
        if (begun.compareAndSet(false, true)) {
            Thread.ofPlatform().name("end").start(() -> RoleProcess.fail(fault.code(), fault.getMessage()));
        }
    }
}
