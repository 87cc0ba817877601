package dev.narrowgauge.domain.net;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.util.Optional;

/**
 * Addresses that begin with the same bits, as {@code 10.0.0.0/8} names them.
 *
 * @param prefix how many bits of the first address the others share with it
 */
public record AddressBlock(InetAddress first, int prefix) {
    public AddressBlock {
        requireNonNull(first, "first is null");
        if (prefix < 0 || prefix > first.getAddress().length * Byte.SIZE) {
            throw new IllegalArgumentException("%s has no %d bits".formatted(first, prefix));
        }
    }

    /** Empty where the text names no block. One address is a block of its own. */
    public static Optional<AddressBlock> parse(String text) {
        String[] parts = text.split("/", -1);
        Optional<InetAddress> first = HostName.address(parts[0]);
        if (first.isEmpty() || parts.length > 2) {
            return Optional.empty();
        }
        int all = first.get().getAddress().length * Byte.SIZE;
        if (parts.length == 1) {
            return Optional.of(new AddressBlock(first.get(), all));
        }
        try {
            int prefix = Integer.parseInt(parts[1]);
            return prefix < 0 || prefix > all ? Optional.empty() : Optional.of(new AddressBlock(first.get(), prefix));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    static AddressBlock of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException(text));
    }

    public boolean contains(InetAddress address) {
        byte[] these = first.getAddress();
        byte[] those = address.getAddress();
        if (these.length != those.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            int mask = 1 << (Byte.SIZE - 1 - bit % Byte.SIZE);
            if (((these[bit / Byte.SIZE] ^ those[bit / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
