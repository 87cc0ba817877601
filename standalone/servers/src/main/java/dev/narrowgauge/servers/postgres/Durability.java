package dev.narrowgauge.servers.postgres;

import java.util.List;

/** What happens to committed rows when the machine loses power. */
enum Durability {
    DURABLE(List.of(), List.of("-c", "fsync=on", "-c", "synchronous_commit=on")),
    /** Rows survive a killed server, whose writes the system still has, but not a power cut. */
    THROW_AWAY(List.of("--no-sync"), List.of("-c", "fsync=off"));

    private final List<String> initialization;
    private final List<String> server;

    Durability(List<String> initialization, List<String> server) {
        this.initialization = initialization;
        this.server = server;
    }

    List<String> initializationArguments() {
        return initialization;
    }

    List<String> serverArguments() {
        return server;
    }
}
