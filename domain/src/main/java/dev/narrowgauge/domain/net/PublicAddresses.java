package dev.narrowgauge.domain.net;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Tells addresses of the public Internet from those of a machine, of a network of somebody's own and of no single machine, by the
 * registries of special-purpose addresses (RFC 6890). What is in no public block is not public.
 */
public final class PublicAddresses {
    private static final int IPV4_BYTES = 4;

    private static final List<AddressBlock> NOT_PUBLIC_4 = blocks(
            "0.0.0.0/8", // this network, unspecified
            "10.0.0.0/8", // private (RFC 1918)
            "100.64.0.0/10", // shared by customers of a provider (RFC 6598)
            "127.0.0.0/8", // loopback
            "169.254.0.0/16", // link-local, where clouds tell machines their credentials
            "172.16.0.0/12", // private
            "192.0.0.0/24", // assignments of protocols
            "192.0.2.0/24", // for documents
            "192.88.99.0/24", // relays of 6to4
            "192.168.0.0/16", // private
            "198.18.0.0/15", // for benchmarks
            "198.51.100.0/24", // for documents
            "203.0.113.0/24", // for documents
            "224.0.0.0/4", // multicast
            "240.0.0.0/4"); // reserved, broadcast

    private static final AddressBlock PUBLIC_6 = AddressBlock.of("2000::/3");

    private static final List<AddressBlock> NOT_PUBLIC_6 = blocks(
            "2001::/23", // assignments of protocols, among them Teredo, which contains addresses of IPv4
            "2001:db8::/32", // for documents
            "2002::/16", // 6to4, which contains addresses of IPv4
            "3fff::/20"); // for documents

    /** NAT64, whose last four bytes are the address of IPv4 that is reached by it. */
    private static final AddressBlock NAT64 = AddressBlock.of("64:ff9b::/96");

    /** What an address of IPv4 as one of IPv6 begins with. */
    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

    private PublicAddresses() {}

    private static List<AddressBlock> blocks(String... texts) {
        return Stream.of(texts).map(AddressBlock::of).toList();
    }

    public static boolean contain(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (address instanceof Inet4Address) {
            return NOT_PUBLIC_4.stream().noneMatch(block -> block.contains(address));
        }
        boolean mapped = Arrays.equals(bytes, 0, MAPPED.length, MAPPED, 0, MAPPED.length);
        if (mapped || NAT64.contains(address)) {
            return contain(lastOf(bytes));
        }
        return PUBLIC_6.contains(address) && NOT_PUBLIC_6.stream().noneMatch(block -> block.contains(address));
    }

    private static InetAddress lastOf(byte[] bytes) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, bytes.length - IPV4_BYTES, bytes.length));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
