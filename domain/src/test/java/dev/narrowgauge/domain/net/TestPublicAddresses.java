package dev.narrowgauge.domain.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestPublicAddresses {
    /** The registries as another library has them. */
    private static final String ORACLE = """
            import ipaddress, sys
            for line in open(sys.argv[1]):
                address = ipaddress.ip_address(line.strip())
                print(int(address.is_global and not address.is_multicast and not address.is_reserved))
            """;

    private static final List<String> PRIVATE = List.of(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "224.0.0.0/4",
            "240.0.0.0/4",
            "::/96",
            "fc00::/7",
            "fe80::/10",
            "fec0::/10",
            "ff00::/8",
            "64:ff9b:1::/48",
            "64:ff9b::a00:0/104",
            "64:ff9b::7f00:0/104",
            "64:ff9b::a9fe:0/112",
            "64:ff9b::c0a8:0/112");

    @TempDir
    Path directory;

    /** The first, the last, those beside them, and any within: by numbers, not by bits. */
    @Test
    void noAddressOfAPrivateBlockIsPublic() throws UnknownHostException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (String block : PRIVATE) {
            for (InetAddress address : within(block, random, 300)) {
                assertThat(PublicAddresses.contain(address))
                        .as("%s of %s, seed %d", address, block, seed)
                        .isFalse();
            }
        }
    }

    @Test
    void addressOfIpv4IsWhatItIsHoweverItIsWritten() throws UnknownHostException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] four = new byte[4];
        for (int i = 0; i < 5000; i++) {
            random.nextBytes(four);
            boolean expected = PublicAddresses.contain(InetAddress.getByAddress(four));
            byte[] mapped = new byte[16];
            mapped[10] = -1;
            mapped[11] = -1;
            System.arraycopy(four, 0, mapped, 12, 4);
            byte[] translated = InetAddress.ofLiteral("64:ff9b::").getAddress();
            System.arraycopy(four, 0, translated, 12, 4);
            assertThat(PublicAddresses.contain(Inet6Address.getByAddress(null, mapped, -1)))
                    .as("%s, seed %d", Arrays.toString(four), seed)
                    .isEqualTo(expected);
            assertThat(PublicAddresses.contain(InetAddress.getByAddress(translated)))
                    .as("%s by NAT64, seed %d", Arrays.toString(four), seed)
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "8.8.8.8", "172.32.0.1", "100.128.0.0", "2606:4700::1111", "64:ff9b::808:808"})
    void addressOfTheInternetIsPublic(String address) {
        assertThat(PublicAddresses.contain(InetAddress.ofLiteral(address))).isTrue();
    }

    @Test
    void registriesOfAnotherLibraryCallNothingPrivateThatIsPublic() throws IOException, InterruptedException {
        assumeThat(canRunPython()).as("python3").isTrue();
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<InetAddress> addresses = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[i % 2 == 0 ? 4 : 16];
            random.nextBytes(bytes);
            addresses.add(InetAddress.getByAddress(bytes));
        }
        for (String block : PRIVATE) {
            addresses.addAll(within(block, random, 50));
        }
        Path list = directory.resolve("addresses");
        Files.write(list, addresses.stream().map(InetAddress::getHostAddress).toList());
        List<String> answers = python(list);
        assertThat(answers).hasSameSizeAs(addresses);
        for (int i = 0; i < answers.size(); i++) {
            InetAddress address = addresses.get(i);
            // It takes whatever is translated for public.
            if (PublicAddresses.contain(address) && !address.getHostAddress().startsWith("64:ff9b:")) {
                assertThat(answers.get(i)).as("%s, seed %d", address, seed).isEqualTo("1");
            }
        }
    }

    @Test
    void blockIsReadOrNot() {
        assertThat(AddressBlock.parse("10.1.0.0/16")).get().satisfies(block -> {
            assertThat(block.contains(InetAddress.ofLiteral("10.1.255.255"))).isTrue();
            assertThat(block.contains(InetAddress.ofLiteral("10.2.0.0"))).isFalse();
            assertThat(block.contains(InetAddress.ofLiteral("::1"))).isFalse();
        });
        assertThat(AddressBlock.parse("10.1.2.3"))
                .get()
                .satisfies(block -> assertThat(block.prefix()).isEqualTo(32));
        for (String none :
                List.of("", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8/8", "a name", "::/x")) {
            assertThat(AddressBlock.parse(none)).as(none).isEmpty();
        }
    }

    private List<String> python(Path list) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("python3", "-", list.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (OutputStream script = process.getOutputStream()) {
            script.write(ORACLE.getBytes(UTF_8));
        }
        List<String> lines = new String(process.getInputStream().readAllBytes(), UTF_8)
                .lines()
                .toList();
        assertThat(process.waitFor()).isZero();
        return lines;
    }

    private static boolean canRunPython() throws InterruptedException {
        try {
            return new ProcessBuilder("python3", "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException _) {
            return false;
        }
    }

    private static List<InetAddress> within(String block, Random random, int count) throws UnknownHostException {
        String[] parts = block.split("/");
        byte[] first = InetAddress.ofLiteral(parts[0]).getAddress();
        int free = first.length * 8 - Integer.parseInt(parts[1]);
        BigInteger low = new BigInteger(1, first);
        BigInteger last = low.add(BigInteger.ONE.shiftLeft(free)).subtract(BigInteger.ONE);
        List<InetAddress> all = new ArrayList<>(List.of(address(low, first.length), address(last, first.length)));
        for (int i = 0; i < count; i++) {
            all.add(address(low.add(new BigInteger(free, random)), first.length));
        }
        return all;
    }

    private static InetAddress address(BigInteger number, int length) throws UnknownHostException {
        byte[] digits = number.toByteArray();
        byte[] bytes = new byte[length];
        int kept = Math.min(digits.length, length);
        System.arraycopy(digits, digits.length - kept, bytes, length - kept, kept);
        return InetAddress.getByAddress(bytes);
    }
}
