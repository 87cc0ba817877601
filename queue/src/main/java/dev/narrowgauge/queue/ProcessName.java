package dev.narrowgauge.queue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** How a process signs its leases. */
public final class ProcessName {
    private static final int RANDOM_DIGITS = 8;

    private ProcessName() {}

    /** Unlike any other process's name, also when a container starts again with the same host name and process id. */
    public static String of(String role) {
        String random = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong(), RANDOM_DIGITS);
        return "%s@%s/%d/%s".formatted(role, host(), ProcessHandle.current().pid(), random);
    }

    public static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown-host";
        }
    }
}
