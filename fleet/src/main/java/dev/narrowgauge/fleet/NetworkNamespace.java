package dev.narrowgauge.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A machine of its own, as far as networks go: what is started in it reaches one address, {@link #GATEWAY}, over one link, and
 * nothing else; the loopback interface is its own. Only root makes one.
 */
public final class NetworkNamespace implements AutoCloseable {
    /** The address of this machine that is reached from inside, the same for all that there are at a time. */
    static final String GATEWAY = "10.213.0.1";

    private static final String ADDRESS = "10.213.0.%d";
    private static final int MOST_CHARACTERS = 10;
    private static final int FIRST_NUMBER = 2;
    private static final int LAST_NUMBER = 254;

    /** Of a route: the lower one is taken. */
    private static final String LAST = "4000";

    private final String name;
    private final String outside;
    private final String inside;
    private final String address;

    private NetworkNamespace(String name, String address) {
        this.name = name;
        this.outside = name + "-out";
        this.inside = name + "-in";
        this.address = address;
    }

    /** Why there can be none on this machine; empty where there can. */
    public static Optional<String> whyNot() {
        return Tool.problem(List.of(
                "unshare",
                "--net",
                "sh",
                "-c",
                "ip link add probe0 type veth peer name probe1 && ip rule add ipproto tcp dport 1 lookup main"
                        + " && nsenter --net=/proc/self/ns/net true"));
    }

    /** Whether this machine has a way to slow a link. */
    public static boolean canBeSlowed() {
        return SlowLink.ofThisMachine().isPresent();
    }

    /**
     * Not made yet.
     *
     * @param name at most ten characters
     * @param number from 2 to 254, another for each that there is at a time
     */
    static NetworkNamespace of(String name, int number) {
        if (name.isEmpty() || name.length() > MOST_CHARACTERS || number < FIRST_NUMBER || number > LAST_NUMBER) {
            throw new IllegalArgumentException("no name or number of a network: '%s', %d".formatted(name, number));
        }
        return new NetworkNamespace(name, ADDRESS.formatted(number));
    }

    /** Makes it, in place of what a process that was killed has left of one. */
    void open() {
        close();
        Tool.call("ip", "netns", "add", name);
        Tool.call("ip", "link", "add", outside, "type", "veth", "peer", "name", inside, "netns", name);
        // No other protocol finds a way around; a system that knows none refuses this.
        var _ = Tool.problem(List.of("ip", "-n", name, "link", "set", inside, "addrgenmode", "none"));
        Tool.call("ip", "address", "add", GATEWAY, "peer", address + "/32", "dev", outside);
        Tool.call("ip", "link", "set", outside, "up");
        // For the time when the link is cut: what is for the inside shall not leave by the way that all else takes.
        Tool.call("ip", "route", "add", "unreachable", address + "/32", "metric", LAST);
        Tool.call("ip", "-n", name, "address", "add", address, "peer", GATEWAY + "/32", "dev", inside);
        Tool.call("ip", "-n", name, "link", "set", inside, "up");
        Tool.call("ip", "-n", name, "link", "set", "lo", "up");
    }

    /**
     * From now on one port of the gateway is reached from inside, and nothing else by TCP or UDP.
     *
     * @param gatewayPort that one
     * @param ownPort inside, at which whoever asks from outside is answered
     */
    void restrict(int gatewayPort, int ownPort) {
        rule("1", "ipproto", "tcp", "dport", String.valueOf(gatewayPort), "lookup", "main");
        rule("2", "ipproto", "tcp", "sport", String.valueOf(ownPort), "lookup", "main");
        rule("3", "ipproto", "tcp", "unreachable");
        rule("4", "ipproto", "udp", "unreachable");
    }

    /** @param priority after the system's own rule for addresses inside, whose is 0 */
    private void rule(String priority, String... rule) {
        List<String> command = new ArrayList<>(List.of("ip", "-n", name, "rule", "add", "priority", priority));
        command.addAll(List.of(rule));
        Tool.call(command);
    }

    /** At which this machine reaches what listens inside. */
    String address() {
        return address;
    }

    /** Which starts the program inside; it keeps the process. */
    List<String> command(List<String> program) {
        List<String> command = new ArrayList<>(List.of("nsenter", "--net=/var/run/netns/" + name));
        command.addAll(program);
        return command;
    }

    /** Whether a program inside can connect to the port. */
    boolean reaches(String host, int port) {
        String connect = "exec 3<>/dev/tcp/%s/%d".formatted(host, port);
        return Tool.problem(command(List.of("timeout", "2", "bash", "-c", connect)))
                .isEmpty();
    }

    /** Packets are lost from now on, and connections stay as they are. */
    void cut() {
        Tool.call("ip", "link", "set", outside, "down");
    }

    /** What is sent in either direction goes more slowly from now on. */
    void slow(SlowLink how) {
        Tool.call(how.command(List.of("tc"), outside));
        Tool.call(how.command(List.of("tc", "-n", name), inside));
    }

    /** As it was at first. */
    void mend() {
        Tool.call("ip", "link", "set", outside, "up");
        // There may be nothing to delete.
        var _ = Tool.problem(List.of("tc", "qdisc", "delete", "dev", outside, "root"));
        var _ = Tool.problem(List.of("tc", "-n", name, "qdisc", "delete", "dev", inside, "root"));
    }

    /** With the link; what still runs inside is cut off. Whatever is not there need not go. */
    @Override
    public void close() {
        var _ = Tool.problem(List.of("ip", "netns", "delete", name));
        var _ = Tool.problem(List.of("ip", "link", "delete", outside));
        var _ = Tool.problem(List.of("ip", "route", "delete", "unreachable", address + "/32"));
    }
}
