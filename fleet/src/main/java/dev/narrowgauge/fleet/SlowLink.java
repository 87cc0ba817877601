package dev.narrowgauge.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How a link is made slow, by what the kernel has for that. */
enum SlowLink {
    /** What is sent arrives later, too. */
    LATER("slowed to 1 Mbit/s and by 100 ms", "netem", "delay", "100ms", "rate", "1000kbit"),

    /** For kernels without that: what is sent faster waits, and what waits for longer is lost. */
    NARROWER("slowed to 1 Mbit/s", "tbf", "rate", "1000kbit", "burst", "16kb", "latency", "400ms");

    private final String done;
    private final List<String> discipline;

    SlowLink(String done, String... discipline) {
        this.done = done;
        this.discipline = List.of(discipline);
    }

    /** The first that works; empty where the kernel has none. */
    static Optional<SlowLink> ofThisMachine() {
        return Stream.of(values()).filter(SlowLink::works).findFirst();
    }

    private boolean works() {
        return Tool.problem(command(List.of("unshare", "--net", "tc"), "lo")).isEmpty();
    }

    /** @param tc as it is called */
    List<String> command(List<String> tc, String device) {
        List<String> command = new ArrayList<>(tc);
        command.addAll(List.of("qdisc", "replace", "dev", device, "root"));
        command.addAll(discipline);
        return command;
    }

    /** What becomes of the link, in words. */
    String done() {
        return done;
    }
}
