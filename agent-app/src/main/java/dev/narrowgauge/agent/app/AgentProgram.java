package dev.narrowgauge.agent.app;

import dev.narrowgauge.service.RoleProcess;
import io.quarkus.runtime.annotations.QuarkusMain;

/** The benchmark agent as a program of its own. */
@QuarkusMain
public final class AgentProgram {
    private AgentProgram() {}

    public static void main(String[] arguments) {
        RoleProcess.takeNoArguments(
                "agent",
                "Offers this machine as a node and takes the benchmark jobs of its classes until it is stopped.",
                arguments);
        new RoleProcess().runUntilStopped();
    }
}
