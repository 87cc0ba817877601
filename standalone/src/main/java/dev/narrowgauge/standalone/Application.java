package dev.narrowgauge.standalone;

import dev.narrowgauge.api.access.AdminKey;
import dev.narrowgauge.api.access.PageSessions;
import dev.narrowgauge.api.grpc.GrpcServer;
import dev.narrowgauge.api.wiring.ApiConfig;
import dev.narrowgauge.api.wiring.ServedHttp;
import dev.narrowgauge.domain.access.KeyFile;
import dev.narrowgauge.domain.access.LocalServices;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What happens between the start of the services and their end. */
public final class Application implements QuarkusApplication {
    private final ServedHttp http;
    private final int port;
    private final ApiConfig api;
    private final GrpcServer grpc;
    private final String dataDirectory;
    private final AdminKey adminKey;
    private final PageSessions sessions;

    /** Held, or its lock would go with it. */
    private LocalServices.Remembered remembered = () -> {};

    Application(
            ServedHttp http,
            @ConfigProperty(name = "quarkus.http.port") int port,
            @ConfigProperty(name = "quarkus.http.ssl-port", defaultValue = "8443") int tlsPort,
            ApiConfig api,
            GrpcServer grpc,
            @ConfigProperty(name = "narrowgauge.data-dir") String dataDirectory,
            AdminKey adminKey,
            PageSessions sessions) {
        this.http = http;
        this.port = http.isEncrypted() ? tlsPort : port;
        this.api = api;
        this.grpc = grpc;
        this.dataDirectory = dataDirectory;
        this.adminKey = adminKey;
        this.sessions = sessions;
    }

    @Override
    public int run(String... arguments) {
        System.out.printf("Data and logs are in %s.%n", dataDirectory);
        System.out.println("gRPC is on " + ServedHttp.fromHere(api.grpc().host()) + ":" + grpc.port() + ".");
        if (api.auth()) {
            sayHowToComeIn();
        }
        System.out.println("Narrowgauge is ready: " + http.url(port) + "/ (Ctrl-C stops it)");
        Quarkus.waitForExit();
        remembered.close();
        return 0;
    }

    private void sayHowToComeIn() {
        Path file = Path.of(dataDirectory).resolve(KeyFile.OF_ADMIN);
        AdminKey.Kept admin = adminKey.keepIn(file);
        if (admin.made()) {
            System.out.printf(
                    "Admin key, which is shown once and kept for commands of this machine in %s: %s%n",
                    file, admin.key().text());
        }
        try {
            remembered = LocalServices.ofThisUser().remember(port, Path.of(dataDirectory));
        } catch (NarrowgaugeException e) {
            System.out.printf(
                    "Commands do not find the key by themselves (%s) Give it to them: narrowgauge login --key-file %s%n",
                    e.getMessage(), file);
        }
        System.out.printf(
                "To sign the page in, once and soon: %s%s%n",
                http.url(port), sessions.offer(admin.key().id()).path());
    }

    /** Last of all: the services end their work on servers that still answer. */
    static void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_AFTER) ShutdownEvent event) {
        EmbeddedServers.stop();
    }
}
