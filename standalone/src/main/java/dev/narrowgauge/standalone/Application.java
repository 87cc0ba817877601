package dev.narrowgauge.standalone;

import dev.narrowgauge.api.grpc.GrpcServer;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What happens between the start of the services and their end. */
public final class Application implements QuarkusApplication {
    private final int port;
    private final GrpcServer grpc;
    private final String dataDirectory;

    Application(
            @ConfigProperty(name = "quarkus.http.port") int port,
            GrpcServer grpc,
            @ConfigProperty(name = "narrowgauge.data-dir") String dataDirectory) {
        this.port = port;
        this.grpc = grpc;
        this.dataDirectory = dataDirectory;
    }

    @Override
    public int run(String... arguments) {
        System.out.printf("Data and logs are in %s.%n", dataDirectory);
        System.out.printf("gRPC is on 127.0.0.1:%d.%n", grpc.port());
        System.out.printf("Narrowgauge is ready: http://127.0.0.1:%d/ (Ctrl-C stops it)%n", port);
        Quarkus.waitForExit();
        return 0;
    }

    /** Last of all: the services end their work on servers that still answer. */
    static void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_AFTER) ShutdownEvent event) {
        EmbeddedServers.stop();
    }
}
