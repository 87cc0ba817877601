package dev.narrowgauge.servers.kafka;

import static java.util.stream.Collectors.joining;

import dev.narrowgauge.servers.LoopbackPort;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A broker of a cluster on the loopback interface, which also votes on the cluster's metadata, as each of them does.
 *
 * @param number its own, from 1
 * @param brokerPorts of all, by their numbers
 * @param controllerPorts at which the same hear each other's votes
 */
public record ClusterNode(int number, List<Integer> brokerPorts, List<Integer> controllerPorts) {
    private static final int MOST_REPLICAS = 3;

    public ClusterNode {
        brokerPorts = List.copyOf(brokerPorts);
        controllerPorts = List.copyOf(controllerPorts);
        if (brokerPorts.size() != controllerPorts.size() || number < 1 || number > brokerPorts.size()) {
            throw new IllegalArgumentException(
                    "there is no broker %d at %s and %s".formatted(number, brokerPorts, controllerPorts));
        }
    }

    /** A cluster by itself. */
    static ClusterNode alone(int port) {
        return new ClusterNode(1, List.of(port), List.of(LoopbackPort.free()));
    }

    int port() {
        return brokerPorts.get(number - 1);
    }

    int controllerPort() {
        return controllerPorts.get(number - 1);
    }

    /** As Kafka names all of them. */
    String voters() {
        return IntStream.rangeClosed(1, controllerPorts.size())
                .mapToObj(voter -> "%d@%s:%d".formatted(voter, KafkaSettings.HOST, controllerPorts.get(voter - 1)))
                .collect(joining(","));
    }

    /** How many of them keep what groups have read. */
    int replicas() {
        return Math.min(brokerPorts.size(), MOST_REPLICAS);
    }

    /** How many of those must have it before it counts: one of three may be lost. */
    int inSyncReplicas() {
        return replicas() / 2 + 1;
    }
}
