package dev.narrowgauge.fleet;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Postgres, Kafka and S3 as other processes: one, or several brokers beside it. */
final class Servers implements AutoCloseable {
    private static final String PROGRAM = "dev.narrowgauge.fleet.servers.ServersProgram";
    private static final String HEAP = "768m";

    private final ServerProcess process;
    private final Path folder;
    private final ServerAddresses addresses;
    private final Optional<BrokerCluster> brokers;

    private Servers(ServerProcess process, Path folder, ServerAddresses addresses, Optional<BrokerCluster> brokers) {
        this.process = process;
        this.folder = folder;
        this.addresses = addresses;
        this.brokers = brokers;
    }

    /**
     * Returns when they serve.
     *
     * @param folder for their data
     */
    static Servers start(FleetPlan plan, Path folder) {
        ServerProcess process = ServerProcess.start(
                plan.checkout(),
                folder.resolve("servers.log"),
                HEAP,
                List.of(
                        PROGRAM,
                        folder.toString(),
                        String.valueOf(plan.ports()),
                        String.valueOf(!plan.hasBrokerCluster())));
        try {
            ServerAddresses addresses = addresses(process.line());
            if (!plan.hasBrokerCluster()) {
                return new Servers(process, folder, addresses, Optional.empty());
            }
            int taken = BrokerCluster.ports(plan.brokers());
            BrokerCluster brokers = BrokerCluster.start(
                    plan.checkout(), folder, addresses.ports().subList(0, taken));
            return new Servers(
                    process, folder, addresses.withBrokers(brokers.addresses(), taken), Optional.of(brokers));
        } catch (RuntimeException | Error e) {
            process.close();
            throw e;
        }
    }

    private static ServerAddresses addresses(String line) {
        try {
            return new JsonMapper().readValue(line, ServerAddresses.class);
        } catch (IOException e) {
            throw new NarrowgaugeException(
                    ErrorCode.INTERNAL_ERROR, "The servers of the fleet said no addresses: " + line, e);
        }
    }

    ServerAddresses addresses() {
        return addresses;
    }

    Optional<BrokerCluster> brokers() {
        return brokers;
    }

    /** As {@code kill -9} does; it is started again at once, on what it had written. */
    void killPostgres() {
        Path file = folder.resolve("postgres/cluster/postmaster.pid");
        try {
            Tool.call(
                    "sh",
                    "-c",
                    "kill -KILL " + Files.readAllLines(file).getFirst().strip());
        } catch (IOException e) {
            throw new NarrowgaugeException(ErrorCode.INTERNAL_ERROR, "%s cannot be read: %s".formatted(file, e), e);
        }
    }

    @Override
    public void close() {
        try (process) {
            brokers.ifPresent(BrokerCluster::close);
        }
    }
}
