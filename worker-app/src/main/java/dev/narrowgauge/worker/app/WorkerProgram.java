package dev.narrowgauge.worker.app;

import dev.narrowgauge.service.RoleProcess;
import io.quarkus.runtime.annotations.QuarkusMain;

/** The worker as a program of its own. */
@QuarkusMain
public final class WorkerProgram {
    private WorkerProgram() {}

    public static void main(String[] arguments) {
        RoleProcess.takeNoArguments("worker", "Takes quantize jobs until it is stopped.", arguments);
        new RoleProcess().runUntilStopped();
    }
}
