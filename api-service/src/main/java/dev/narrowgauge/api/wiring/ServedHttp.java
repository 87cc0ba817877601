package dev.narrowgauge.api.wiring;

import static java.util.Objects.requireNonNull;

import jakarta.inject.Singleton;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** How HTTP is served, as the framework was told. */
@Singleton
public final class ServedHttp {
    static final String HOST = "quarkus.http.host";

    /** As the framework has it: it serves HTTP beside HTTPS unless told otherwise. */
    private static final String SERVES_UNENCRYPTED = "enabled";

    private final String host;
    private final boolean encrypted;

    /**
     * @param host at which it listens
     * @param unencrypted what becomes of requests in the clear: {@code enabled}, {@code redirect} or {@code disabled}
     */
    ServedHttp(
            @ConfigProperty(name = HOST) String host,
            @ConfigProperty(name = "quarkus.http.insecure-requests", defaultValue = SERVES_UNENCRYPTED)
                    String unencrypted) {
        this.host = requireNonNull(host, "host is null");
        this.encrypted = !SERVES_UNENCRYPTED.equalsIgnoreCase(unencrypted);
    }

    /** Where this machine itself reaches what listens at the host, as it stands in a URL. */
    public static String fromHere(String host) {
        InetAddress address = new InetSocketAddress(host, 0).getAddress();
        if (address == null || address.isAnyLocalAddress()) {
            return "127.0.0.1";
        }
        if (address.isLoopbackAddress()) {
            return address instanceof Inet6Address ? "[::1]" : "127.0.0.1";
        }
        return inUrl(host);
    }

    /** RFC 3986, section 3.2.2. */
    private static String inUrl(String host) {
        return host.contains(":") ? "[" + host + "]" : host;
    }

    private static boolean isOfThisMachine(String host) {
        InetAddress address = new InetSocketAddress(host, 0).getAddress();
        return address == null || address.isAnyLocalAddress() || address.isLoopbackAddress();
    }

    String host() {
        return host;
    }

    /** Whether nothing is served without TLS. */
    public boolean isEncrypted() {
        return encrypted;
    }

    /**
     * Where this machine itself reaches it, without a slash at the end. Certificates have names rather than addresses.
     *
     * @param port that of TLS where nothing is served without
     */
    public String url(int port) {
        // Not formatted, which would write the port in the digits of the user's language.
        return encrypted
                ? "https://" + (isOfThisMachine(host) ? "localhost" : inUrl(host)) + ":" + port
                : "http://" + fromHere(host) + ":" + port;
    }
}
