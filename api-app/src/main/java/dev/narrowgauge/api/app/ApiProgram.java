package dev.narrowgauge.api.app;

import dev.narrowgauge.api.connection.ConnectionDeadlines;
import dev.narrowgauge.api.error.RequestUrl;
import dev.narrowgauge.service.RoleProcess;
import io.quarkus.runtime.annotations.QuarkusMain;

/** The API as a program of its own. */
@QuarkusMain
public final class ApiProgram {
    private ApiProgram() {}

    public static void main(String[] arguments) {
        RoleProcess.takeNoArguments("api", "Serves REST, gRPC and the page, until it is stopped.", arguments);
        RequestUrl.replaceCheckOfFramework();
        ConnectionDeadlines.install();
        new RoleProcess().runUntilStopped();
    }
}
