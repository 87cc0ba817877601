package dev.narrowgauge.api.webhook;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.net.HostName;
import dev.narrowgauge.domain.net.PublicAddresses;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;

/**
 * Where webhooks may lead: not to this machine nor into its networks, unless the operator has named the place. What a host's name
 * stands for may change at any time, so it is looked up once for each try, and the connection goes to the address that was checked.
 */
public final class WebhookTargets {
    static final int MAX_URL = 2000;

    private static final int MAX_PORT = 65_535;

    private final NamedAddresses named;
    private final Resolver resolver;

    /** Says what addresses a host has. */
    @FunctionalInterface
    public interface Resolver {
        List<InetAddress> addresses(String host) throws UnknownHostException;
    }

    /** @param address that was checked, and is to be connected to */
    record Target(URI url, InetAddress address) {
        boolean isEncrypted() {
            return "https".equals(url.getScheme());
        }

        int port() {
            if (url.getPort() >= 0) {
                return url.getPort();
            }
            return isEncrypted() ? 443 : 80;
        }
    }

    public WebhookTargets(NamedAddresses named, Resolver resolver) {
        this.named = requireNonNull(named, "named is null");
        this.resolver = requireNonNull(resolver, "resolver is null");
    }

    /**
     * The URL, as far as can be told without looking its host up. Fails with {@link ErrorCode#REQUEST_INVALID} where nothing can be
     * sent there.
     */
    URI require(String text) {
        URI url = parsed(text);
        HostName.address(url.getHost()).ifPresent(address -> check(url, address));
        if (isPlain(url) && !named.mayHave(url.getHost())) {
            throw unencrypted(url);
        }
        return url;
    }

    /**
     * Looks the host up.
     *
     * @param attempt from 1; of several addresses each has its turn
     * @throws NarrowgaugeException REQUEST_INVALID where one of its addresses is none to send to
     */
    Target find(String text, int attempt) throws UnknownHostException {
        URI url = parsed(text);
        List<InetAddress> addresses = resolver.addresses(bare(url.getHost()));
        addresses.forEach(address -> check(url, address));
        return new Target(url, addresses.get((attempt - 1) % addresses.size()));
    }

    /** Without the brackets of IPv6. */
    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static URI parsed(String text) {
        if (text == null || text.isBlank() || text.length() > MAX_URL) {
            throw invalid("Field 'url' must be an address of 1 to %d characters that begins with https://."
                    .formatted(MAX_URL));
        }
        try {
            URI url = new URI(new URI(text.strip()).toASCIIString());
            String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
            boolean complete = List.of("https", "http").contains(scheme)
                    && url.getHost() != null
                    && url.getUserInfo() == null
                    && url.getFragment() == null
                    && url.getPort() != 0
                    && url.getPort() <= MAX_PORT;
            if (complete) {
                return scheme.equals(url.getScheme())
                        ? url
                        : new URI(scheme + url.toString().substring(scheme.length()));
            }
        } catch (URISyntaxException _) {
            throw notComplete(text);
        }
        throw notComplete(text);
    }

    private void check(URI url, InetAddress address) {
        boolean isPublic = PublicAddresses.contain(address);
        boolean isNamed = named.has(bare(url.getHost()), address);
        if (!isPublic && !isNamed) {
            throw invalid(
                    "The host '%s' has the address %s, which is not one of the public Internet; have the service's operator name the host or a block of addresses in %s, or give another."
                            .formatted(url.getHost(), address.getHostAddress(), NamedAddresses.SETTING));
        }
        if (isPlain(url) && (isPublic || !isNamed)) {
            throw unencrypted(url);
        }
    }

    private static boolean isPlain(URI url) {
        return "http".equals(url.getScheme());
    }

    private static NarrowgaugeException unencrypted(URI url) {
        return invalid(
                "The host '%s' would be told in the clear; give an address that begins with https://. With http:// goes only a private one that is named in %s."
                        .formatted(url.getHost(), NamedAddresses.SETTING));
    }

    private static NarrowgaugeException notComplete(String text) {
        return invalid(
                "Field 'url' is '%s'; it must be a whole address such as https://hooks.example/narrowgauge, without a user, a password or a part behind '#', and of a name that is not in ASCII the form that is."
                        .formatted(text));
    }

    private static NarrowgaugeException invalid(String sentence) {
        return new NarrowgaugeException(ErrorCode.REQUEST_INVALID, sentence);
    }
}
