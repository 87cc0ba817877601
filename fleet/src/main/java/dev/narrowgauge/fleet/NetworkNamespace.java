package dev.narrowgauge.fleet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A machine of its own, as far as networks go: what is started in it reaches one address, {@link #gateway}, over one link, and
 * nothing else; the loopback interface is its own. Only root makes one.
 */
public final class NetworkNamespace implements AutoCloseable {
    private static final int MOST_CHARACTERS = 10;
    private static final int MOST_NUMBERS = 255;

    private final String name;
    private final String outside;
    private final String gateway;

    private NetworkNamespace(String name, String outside, String gateway) {
        this.name = name;
        this.outside = outside;
        this.gateway = gateway;
    }

    /** Why there can be none on this machine; empty where there can. */
    public static Optional<String> whyNot() {
        return Tool.problem(
                List.of("unshare", "--net", "ip", "link", "add", "probe0", "type", "veth", "peer", "name", "probe1"));
    }

    /**
     * @param name at most ten characters
     * @param number from 0 to 255, another for each that there is at a time
     */
    public static NetworkNamespace create(String name, int number) {
        if (name.isEmpty() || name.length() > MOST_CHARACTERS || number < 0 || number > MOST_NUMBERS) {
            throw new IllegalArgumentException("no name or number of a network: '%s', %d".formatted(name, number));
        }
        String outside = name + "-out";
        String inside = name + "-in";
        String gateway = "10.213.%d.1".formatted(number);
        Tool.call("ip", "netns", "add", name);
        NetworkNamespace namespace = new NetworkNamespace(name, outside, gateway);
        try {
            Tool.call("ip", "link", "add", outside, "type", "veth", "peer", "name", inside, "netns", name);
            Tool.call("ip", "address", "add", gateway + "/30", "dev", outside);
            Tool.call("ip", "link", "set", outside, "up");
            Tool.call("ip", "-n", name, "address", "add", "10.213.%d.2/30".formatted(number), "dev", inside);
            Tool.call("ip", "-n", name, "link", "set", inside, "up");
            Tool.call("ip", "-n", name, "link", "set", "lo", "up");
            return namespace;
        } catch (RuntimeException e) {
            namespace.close();
            throw e;
        }
    }

    /** The address of this machine that is reached from inside. */
    public String gateway() {
        return gateway;
    }

    /** Which starts the program inside; it keeps the process. */
    public List<String> command(List<String> program) {
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", name));
        command.addAll(program);
        return command;
    }

    /** Packets are lost from now on, and connections stay as they are. */
    public void cut() {
        Tool.call("ip", "link", "set", outside, "down");
    }

    /** As it was at first. */
    public void mend() {
        Tool.call("ip", "link", "set", outside, "up");
        // There may be nothing to delete.
        var _ = Tool.problem(List.of("tc", "qdisc", "delete", "dev", outside, "root"));
    }

    /**
     * What goes inside arrives later, and no more than so much in a second.
     *
     * @return whether this system can do so
     */
    public boolean slow(Duration delay, int kilobitsPerSecond) {
        return Tool.problem(List.of(
                        "tc",
                        "qdisc",
                        "replace",
                        "dev",
                        outside,
                        "root",
                        "netem",
                        "delay",
                        delay.toMillis() + "ms",
                        "rate",
                        kilobitsPerSecond + "kbit"))
                .isEmpty();
    }

    /** With the link; what still runs inside is cut off. */
    @Override
    public void close() {
        Tool.call("ip", "netns", "delete", name);
        // Gone with the other end unless something still runs there.
        var _ = Tool.problem(List.of("ip", "link", "delete", outside));
    }
}
