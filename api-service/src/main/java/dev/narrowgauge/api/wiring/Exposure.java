package dev.narrowgauge.api.wiring;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.util.List;

/** Lets the API start where other machines reach it only if that is safe (ADR 27). */
@Singleton
final class Exposure {
    private final ApiConfig config;
    private final GrpcTls grpcTls;
    private final ServedHttp http;

    Exposure(ApiConfig config, GrpcTls grpcTls, ServedHttp http) {
        this.config = config;
        this.grpcTls = grpcTls;
        this.http = http;
    }

    /** Before anything is waited for; nothing listens yet. */
    void check(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
        List<Listener> listeners = List.of(
                new Listener("HTTP", ServedHttp.HOST, http.host(), http.isEncrypted()),
                new Listener("gRPC", "narrowgauge.api.grpc.host", config.grpc().host(), grpcTls.isEncrypted()));
        require(listeners, config.behindTlsProxy(), config.auth());
    }

    /**
     * What else must hold before other machines may reach the API belongs here.
     *
     * @param auth whether callers are asked for a key
     * @throws NarrowgaugeException REQUEST_INVALID with what to do
     */
    static void require(List<Listener> listeners, boolean behindTlsProxy, boolean auth) {
        for (Listener listener : listeners) {
            if (!listener.isReachedFromElsewhere()) {
                continue;
            }
            if (!listener.encrypted() && !behindTlsProxy) {
                throw refused(
                        listener,
                        "without TLS, so that others could read and change what is sent: give the API a certificate (docs/operations.md), or say that a proxy before it ends TLS (narrowgauge.api.behind-tls-proxy=true, 'narrowgauge up --behind-tls-proxy')");
            }
            if (!auth) {
                throw refused(
                        listener,
                        "and ask nobody for a key (narrowgauge.api.auth=false), so that whoever reaches it could do everything: leave narrowgauge.api.auth at true and give callers keys (docs/service.md)");
            }
        }
    }

    private static NarrowgaugeException refused(Listener listener, String reason) {
        return new NarrowgaugeException(
                ErrorCode.REQUEST_INVALID,
                "%s would listen at '%s' (%s) %s, or let it listen at 127.0.0.1."
                        .formatted(listener.protocol(), listener.host(), listener.setting(), reason));
    }
}
