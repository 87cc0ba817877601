package dev.narrowgauge.api.wiring;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Settings of the API service. */
@ConfigMapping(prefix = "narrowgauge.api")
public interface ApiConfig {
    /** How long after it was last seen a node, or a role of a process, still counts as live. */
    @WithDefault("60s")
    Duration nodeLiveWithin();

    /** How long after its last node was seen jobs still wait for a device class. */
    @WithDefault("5m")
    Duration nodeGoneAfter();

    /** Longest silence on an event stream. */
    @WithDefault("15s")
    Duration heartbeat();

    /** How often to look for runs to conclude that nobody told of. */
    @WithDefault("5s")
    Duration sweep();

    /** Largest body of a request, which is the largest file that can be uploaded. */
    @WithDefault("8G")
    MemorySize maxBody();

    /** Longest pause in the middle of an upload. */
    @WithDefault("60s")
    Duration uploadPause();

    /** How long a connection may be without a request before it is closed; one counts once its headers are whole. */
    @WithDefault("60s")
    Duration connectionIdle();

    /** How long requests under way, uploads among them, may go on once the service is told to stop; it takes no new ones. */
    @WithDefault("20s")
    Duration grace();

    /**
     * Hosts by which it is called from elsewhere, such as {@code narrowgauge.example}; requests for any other but this
     * machine are refused.
     */
    Optional<List<String>> hosts();

    /**
     * Whether a proxy before it ends TLS, so that it may listen where other machines reach it without a certificate of its
     * own.
     */
    @WithDefault("false")
    boolean behindTlsProxy();

    /** Whether callers need an API key; only a service that nobody else can reach does without. */
    @WithDefault("true")
    boolean auth();

    Limits limits();

    Grpc grpc();

    Inspection inspection();

    Webhooks webhooks();

    /** How often somebody may come; each process counts for itself. */
    interface Limits {
        /** Calls of one API key that may come at once. */
        @WithDefault("20000")
        int calls();

        /** In which time as many more may come, evenly. */
        @WithDefault("10s")
        Duration callsIn();

        /**
         * Keys, sessions and codes that are not known, tokens that no provider has signed, and sign-ins, of one address, at
         * once; as many more in a minute.
         */
        @WithDefault("60")
        int unknownKeys();

        /** Refused calls of one address that the audit log has entries of, at once; as many more in a minute. */
        @WithDefault("60")
        int refusals();
    }

    /** Where gRPC is served. */
    interface Grpc {
        /** Address of gRPC: this machine only unless set. */
        @WithDefault("localhost")
        String host();

        /** Port of gRPC; 0 takes any free one. */
        @WithDefault("9090")
        int port();

        /** Whether gRPC takes only clients with a certificate that the trust store of {@code quarkus.tls} vouches for. */
        @WithDefault("false")
        boolean clientCertificates();
    }

    /** What projects are told by requests to addresses of theirs. */
    interface Webhooks {
        /**
         * Hosts, such as {@code hooks.internal.example}, and blocks of addresses, such as {@code 10.20.0.0/16}, that webhooks may lead
         * to although they are not of the public Internet; to those {@code http} is allowed, too.
         */
        Optional<List<String>> allowedAddresses();

        /**
         * By which address people and receivers reach the service, such as {@code https://narrowgauge.example}; links in what is
         * told begin with it, and are paths unless it is set.
         */
        Optional<String> serviceAddress();
    }

    /** What looking at an upload may take. */
    interface Inspection {
        /** How long looking at one upload may take. */
        @WithDefault("5m")
        Duration deadline();

        /** Small uploads that are looked at at the same time; large and slow ones are, one at a time, beside them. */
        @WithDefault("2")
        int concurrency();
    }
}
