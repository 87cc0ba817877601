package dev.narrowgauge.api.wiring;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/** Settings of the API service. */
@ConfigMapping(prefix = "narrowgauge.api")
public interface ApiConfig {
    /** Folder of the blob store; the workers and agents of a deployment see the same one. */
    @WithDefault("${narrowgauge.blob-dir:${narrowgauge.data-dir:.narrowgauge}/blobs}")
    Path blobDir();

    /** Where Kafka is. */
    @WithDefault("${kafka.bootstrap.servers:localhost:9092}")
    String bootstrapServers();

    /** How long after it was last seen a node still counts as live. */
    @WithDefault("60s")
    Duration nodeLiveWithin();

    /** Longest silence on an event stream. */
    @WithDefault("15s")
    Duration heartbeat();

    /** How often to look for runs to conclude that nobody told of. */
    @WithDefault("5s")
    Duration sweep();

    Grpc grpc();

    Inspection inspection();

    /** Where gRPC is served. */
    interface Grpc {
        /** The interface that REST is served on, unless said otherwise. */
        @WithDefault("${quarkus.http.host:0.0.0.0}")
        String host();

        /** 0 takes any free one. */
        @WithDefault("9090")
        int port();
    }

    /** What looking at an upload may take. */
    interface Inspection {
        @WithDefault("5m")
        Duration deadline();

        /** Uploads that are looked at at the same time; others wait. */
        @WithDefault("2")
        int concurrency();
    }
}
