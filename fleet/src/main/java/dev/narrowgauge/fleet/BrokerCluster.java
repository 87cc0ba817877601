package dev.narrowgauge.fleet;

import static java.util.stream.Collectors.joining;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Kafka brokers that are a cluster together, each a process of its own. Their numbers begin with 1. */
public final class BrokerCluster implements AutoCloseable {
    private static final String PROGRAM = "dev.narrowgauge.fleet.servers.BrokerProgram";
    private static final String HEAP = "384m";

    /** What one of the brokers does for all. */
    public enum Duty {
        /** Knows the members of the groups. */
        GROUP_COORDINATOR("coordinator of groups"),

        /** Keeps what groups have read. */
        SHARE_COORDINATOR("coordinator of what groups have read"),

        /** Decides which broker leads what. */
        CONTROLLER("active controller");

        private final String words;

        Duty(String words) {
            this.words = words;
        }

        /** As a person reads it. */
        public String words() {
            return words;
        }
    }

    private final Path checkout;
    private final Path folder;
    private final List<Integer> brokerPorts;
    private final List<Integer> controllerPorts;
    private final List<ServerProcess> processes = new ArrayList<>();

    private BrokerCluster(Path checkout, Path folder, List<Integer> ports) {
        this.checkout = checkout;
        this.folder = folder;
        int brokers = ports.size() / ports(1);
        this.brokerPorts = List.copyOf(ports.subList(0, brokers));
        this.controllerPorts = List.copyOf(ports.subList(brokers, ports.size()));
    }

    /** How many ports so many brokers need. */
    static int ports(int brokers) {
        return 2 * brokers;
    }

    /**
     * Returns when all serve.
     *
     * @param checkout that was built
     * @param folder for their data
     * @param ports of the loopback interface that nobody listens on
     */
    static BrokerCluster start(Path checkout, Path folder, List<Integer> ports) {
        BrokerCluster cluster = new BrokerCluster(checkout, folder, ports);
        try {
            for (int broker = 1; broker <= cluster.brokerPorts.size(); broker++) {
                cluster.processes.add(cluster.started(broker));
            }
            // None serves before most of them have been started.
            cluster.processes.forEach(ServerProcess::line);
            return cluster;
        } catch (RuntimeException | Error e) {
            cluster.close();
            throw e;
        }
    }

    private ServerProcess started(int broker) {
        String name = "broker-" + broker;
        return ServerProcess.start(
                checkout,
                folder.resolve(name + ".log"),
                HEAP,
                List.of(
                        PROGRAM,
                        folder.resolve(name).toString(),
                        String.valueOf(broker),
                        joined(brokerPorts),
                        joined(controllerPorts)));
    }

    private static String joined(List<Integer> ports) {
        return ports.stream().map(String::valueOf).collect(joining(","));
    }

    /** Of all, as clients are told them. */
    String addresses() {
        return brokerPorts.stream()
                .map(port -> "%s:%d".formatted(Program.LOOPBACK, port))
                .collect(joining(","));
    }

    /** The number of the broker that has the duty now. */
    public int holder(Duty duty) {
        ServerProcess anyone =
                processes.stream().filter(ServerProcess::isAlive).findFirst().orElseThrow();
        return Integer.parseInt(anyone.ask(duty.name()));
    }

    /** As {@code kill -9} does. */
    public void kill(int broker) {
        processes.get(broker - 1).kill();
    }

    /** Starts one that was killed, on what it had written; returns when it serves. */
    public void restart(int broker) {
        ServerProcess process = started(broker);
        processes.set(broker - 1, process);
        process.line();
    }

    /** In no good order: the last would wait for the others. */
    @Override
    public void close() {
        processes.forEach(ServerProcess::kill);
    }
}
