package dev.narrowgauge.fleet;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * The only way out of a machine.
 *
 * @param gateway port of an API's gRPC, to which it leads
 */
public record Link(NetworkNamespace network, int gateway) {
    public Link {
        requireNonNull(network, "network is null");
    }

    /** As an agent is told it. */
    String url() {
        return "http://%s:%d".formatted(NetworkNamespace.GATEWAY, gateway);
    }

    /** Ports other than the gateway that are reached over it, and whether that is not; in sentences, none where all is well. */
    List<String> faults(String member, Collection<Integer> ports) {
        return ports.stream()
                .flatMap(port -> Stream.of(NetworkNamespace.GATEWAY, Program.LOOPBACK)
                        .filter(host -> network.reaches(host, port) != isGateway(host, port))
                        .map(host -> "%s %s %s:%d"
                                .formatted(member, isGateway(host, port) ? "does not reach" : "reaches", host, port)))
                .toList();
    }

    private boolean isGateway(String host, int port) {
        return port == gateway && host.equals(NetworkNamespace.GATEWAY);
    }
}
