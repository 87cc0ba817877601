package dev.narrowgauge.api.webhook;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.net.AddressBlock;
import dev.narrowgauge.domain.net.HostName;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Hosts and blocks of addresses that webhooks may have although they are not of the public Internet.
 *
 * @param hosts names, in lower case
 */
public record NamedAddresses(Set<String> hosts, List<AddressBlock> blocks) {
    static final String SETTING = "narrowgauge.api.webhooks.allowed-addresses";

    private static final Pattern HOST = Pattern.compile("[a-z0-9_-]+(\\.[a-z0-9_-]+)*\\.?");

    public NamedAddresses {
        hosts = Set.copyOf(hosts);
        blocks = List.copyOf(blocks);
    }

    /** Fails with {@link ErrorCode#REQUEST_INVALID} where one is neither. */
    public static NamedAddresses of(List<String> written) {
        Set<String> hosts = new HashSet<>();
        List<AddressBlock> blocks = new ArrayList<>();
        for (String one : written) {
            String text = one.strip().toLowerCase(Locale.ROOT);
            AddressBlock.parse(text).ifPresentOrElse(blocks::add, () -> hosts.add(host(text)));
        }
        return new NamedAddresses(hosts, blocks);
    }

    private static String host(String text) {
        if (!HOST.matcher(text).matches()) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "%s has '%s', which is neither a host, such as hooks.internal.example, nor a block of addresses, such as 10.20.0.0/16."
                            .formatted(SETTING, text));
        }
        return text;
    }

    /** @param host as a URL has it */
    boolean has(String host, InetAddress address) {
        return hosts.contains(host.toLowerCase(Locale.ROOT))
                || blocks.stream().anyMatch(block -> block.contains(address));
    }

    /** Whether an address of that host may be among them, which is known once it is looked up. */
    boolean mayHave(String host) {
        return HostName.address(host)
                .map(address -> has(host, address))
                .orElseGet(() -> hosts.contains(host.toLowerCase(Locale.ROOT)) || !blocks.isEmpty());
    }
}
