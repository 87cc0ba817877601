package dev.narrowgauge.agent;

import dev.narrowgauge.service.TaskRoleConfig;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Settings of the benchmark agent. */
@ConfigMapping(prefix = "narrowgauge.agent")
public interface AgentConfig extends TaskRoleConfig {
    /** Name of this node; the host's name unless set. */
    Optional<String> name();

    /** Words by which the node is found in lists of nodes, such as {@code rack=7}. */
    Optional<List<String>> labels();

    /** Most forks of a measurement, each with fresh processes; fewer than 6 make previews, which answer nothing. */
    @WithDefault("40")
    int forks();

    /** Whether each variant that was measured is also profiled beside its baseline, which takes about two seconds more. */
    @WithDefault("true")
    boolean profile();

    /** Whether cold start, memory, energy and determinism of each variant are measured as well, which takes some five seconds more. */
    @WithDefault("false")
    boolean usage();

    Gateway gateway();

    /** Where an agent outside reaches the services, of which it reaches neither the database nor the brokers nor the blobs. */
    interface Gateway {
        /**
         * Address of the API's gRPC, such as {@code https://narrowgauge.example:443}, for an agent that reaches nothing else;
         * {@code http://} is not encrypted, and for this machine alone.
         */
        Optional<String> url();

        /** Join token of the node, which {@code narrowgauge node token} makes. */
        Optional<String> token();

        /** PEM file with the certificates of those who vouch for the gateway; those that Java knows unless set. */
        Optional<Path> authorities();

        /** PEM file with the certificate by which the agent proves who it is, for a gateway that asks for one. */
        Optional<Path> certificate();

        /** PEM file with the key of that certificate. */
        Optional<Path> key();

        /** Whether an address that is not encrypted may be that of another machine: what is on the way reads the token. */
        @WithDefault("false")
        boolean plainText();
    }
}
