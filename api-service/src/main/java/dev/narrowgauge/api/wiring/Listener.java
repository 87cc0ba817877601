package dev.narrowgauge.api.wiring;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Where one protocol is served.
 *
 * @param protocol as a person calls it
 * @param setting key of the configuration that has the host
 * @param host a name or an address
 * @param encrypted whether nothing is served there without TLS
 */
record Listener(String protocol, String setting, String host, boolean encrypted) {
    Listener {
        requireNonNull(protocol, "protocol is null");
        requireNonNull(setting, "setting is null");
        requireNonNull(host, "host is null");
    }

    /** Whether other machines may reach it; a name that means nothing here is not taken for this machine's. */
    boolean isReachedFromElsewhere() {
        try {
            return !InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException _) {
            return true;
        }
    }
}
