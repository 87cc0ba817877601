package dev.narrowgauge.agent.app;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.service.RoleProcess;
import io.quarkus.runtime.annotations.QuarkusMain;

/** The benchmark agent as a program of its own. */
@QuarkusMain
public final class AgentProgram {
    private static final String GATEWAY = "--gateway";
    private static final String WITH_ADDRESS = GATEWAY + '=';

    private AgentProgram() {}

    public static void main(String[] arguments) {
        if (arguments.length > 0 && (arguments[0].equals(GATEWAY) || arguments[0].startsWith(WITH_ADDRESS))) {
            System.setProperty(NoDatabase.GATEWAY, address(arguments));
        } else {
            RoleProcess.takeNoArguments(
                    "agent [--gateway URL]",
                    "Offers this machine as a node and takes the benchmark jobs of its classes until it is stopped. With --gateway it reaches the services through the API's gRPC alone, and needs the join token of its node (narrowgauge.agent.gateway.token).",
                    arguments);
        }
        new RoleProcess().runUntilStopped();
    }

    private static String address(String[] arguments) {
        boolean joined = arguments[0].startsWith(WITH_ADDRESS);
        String address = joined ? arguments[0].substring(WITH_ADDRESS.length()) : arguments[arguments.length - 1];
        if (arguments.length != (joined ? 1 : 2) || address.isBlank()) {
            RoleProcess.fail(
                    ErrorCode.REQUEST_INVALID,
                    "'narrowgauge agent --gateway' takes one address, that of the API's gRPC, such as https://narrowgauge.example:443.");
        }
        return address;
    }
}
