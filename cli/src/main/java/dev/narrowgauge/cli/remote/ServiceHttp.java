package dev.narrowgauge.cli.remote;

import dev.narrowgauge.domain.access.Bearer;
import dev.narrowgauge.domain.access.ProjectName;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

/** Requests to one service, and its answers or why there are none. */
final class ServiceHttp implements AutoCloseable {
    private static final Duration ANSWER_LIMIT = Duration.ofMinutes(10);

    private final URI service;
    private final Supplier<? extends Optional<? extends Bearer>> bearer;
    private final Optional<String> project;
    private final HttpClient http;

    /** Whether there has been a bearer: a service that then has none is about to start again. */
    private volatile boolean known;

    /** @see RemoteClient */
    ServiceHttp(
            URI service,
            Supplier<? extends Optional<? extends Bearer>> bearer,
            Optional<Path> authorities,
            Optional<String> project) {
        this.service = service;
        this.bearer = bearer;
        this.project = project;
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(10));
        authorities.map(Authorities::trusting).ifPresent(builder::sslContext);
        this.http = builder.build();
    }

    /**
     * With a limit until the answer begins; how long its content may be silent is its reader's to say.
     *
     * @throws NarrowgaugeException SERVICE_UNREACHABLE where there is no bearer any more: what there was is for a service that
     *     runs, and whatever listens in its place until it does is not to have it
     */
    HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(service.resolve(path))
                .header("Accept", "application/json, application/problem+json")
                .timeout(ANSWER_LIMIT);
        Optional<? extends Bearer> current = bearer.get();
        if (current.isEmpty() && known) {
            throw stopped();
        }
        known = current.isPresent();
        current.ifPresent(found -> request.header("Authorization", "Bearer " + found.text()));
        project.ifPresent(name -> request.header(ProjectName.HEADER, name));
        return request;
    }

    /** Whether it is answered with 200; false also where nothing answers. */
    boolean isOk(Supplier<HttpRequest> request) {
        try {
            HttpResponse<InputStream> response = send(request.get());
            response.body().close();
            return response.statusCode() == 200;
        } catch (IOException _) {
            return false;
        } catch (NarrowgaugeException failure) {
            if (failure.code() == ErrorCode.SERVICE_UNREACHABLE) {
                return false;
            }
            throw failure;
        }
    }

    /** The whole content of what {@link #checked} lets pass. */
    byte[] body(HttpRequest request) {
        try (InputStream body = checked(request).body()) {
            return body.readAllBytes();
        } catch (IOException failure) {
            throw unreachable(failure);
        }
    }

    /** The answer, whatever it says. */
    HttpResponse<InputStream> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofInputStream());
        } catch (IOException failure) {
            throw unreachable(failure);
        } catch (InterruptedException _) {
            throw interrupted();
        }
    }

    /** The answer. Fails as the service says where that refuses the request. */
    HttpResponse<InputStream> checked(HttpRequest request) {
        HttpResponse<InputStream> response = send(request);
        if (response.statusCode() < 300) {
            return response;
        }
        try (InputStream body = response.body()) {
            throw Problems.exception(response.statusCode(), response.uri(), body.readAllBytes());
        } catch (IOException failure) {
            throw unreachable(failure);
        }
    }

    /** @param failure of the connection */
    NarrowgaugeException unreachable(IOException failure) {
        return new NarrowgaugeException(
                ErrorCode.SERVICE_UNREACHABLE,
                "The service at %s does not answer (%s): start it with 'narrowgauge up', or check the address."
                        .formatted(service, failure),
                failure);
    }

    private NarrowgaugeException stopped() {
        return new NarrowgaugeException(
                ErrorCode.SERVICE_UNREACHABLE,
                "The service at %s, whose key this command had, does not run any more: start it with 'narrowgauge up', then go on."
                        .formatted(service));
    }

    private static CancellationException interrupted() {
        Thread.currentThread().interrupt();
        return new CancellationException();
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
