package dev.narrowgauge.standalone;

import dev.narrowgauge.api.grpc.GrpcServer;
import dev.narrowgauge.api.wiring.ApiConfig;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.net.InetSocketAddress;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What happens between the start of the services and their end. */
public final class Application implements QuarkusApplication {
    private final String host;
    private final int port;
    private final ApiConfig api;
    private final GrpcServer grpc;
    private final String dataDirectory;

    Application(
            @ConfigProperty(name = "quarkus.http.host") String host,
            @ConfigProperty(name = "quarkus.http.port") int port,
            ApiConfig api,
            GrpcServer grpc,
            @ConfigProperty(name = "narrowgauge.data-dir") String dataDirectory) {
        this.host = host;
        this.port = port;
        this.api = api;
        this.grpc = grpc;
        this.dataDirectory = dataDirectory;
    }

    @Override
    public int run(String... arguments) {
        System.out.printf("Data and logs are in %s.%n", dataDirectory);
        System.out.printf("gRPC is on %s:%d.%n", fromHere(api.grpc().host()), grpc.port());
        System.out.printf("Narrowgauge is ready: http://%s:%d/ (Ctrl-C stops it)%n", fromHere(host), port);
        Quarkus.waitForExit();
        return 0;
    }

    /** Where this machine itself reaches what listens at the host. */
    private static String fromHere(String host) {
        InetSocketAddress address = new InetSocketAddress(host, 0);
        boolean here = address.isUnresolved()
                || address.getAddress().isAnyLocalAddress()
                || address.getAddress().isLoopbackAddress();
        return here ? "127.0.0.1" : host;
    }

    /** Last of all: the services end their work on servers that still answer. */
    static void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_AFTER) ShutdownEvent event) {
        EmbeddedServers.stop();
    }
}
