package dev.narrowgauge.domain.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.digest.Sha256;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TestMerkleTree {
    /** The example of section 2.1.5 of RFC 9162: seven entries, whose tree is written out. */
    @Test
    void treeOfSevenIsThatOfTheRfc() {
        List<byte[]> d = entries(7);
        byte[] a = leaf(d.get(0));
        byte[] b = leaf(d.get(1));
        byte[] c = leaf(d.get(2));
        byte[] e = leaf(d.get(3));
        byte[] f = leaf(d.get(4));
        byte[] g = leaf(d.get(5));
        byte[] j = leaf(d.get(6));
        byte[] k = node(node(a, b), node(c, e));
        byte[] l = node(node(f, g), j);

        assertThat(MerkleTree.root(d)).isEqualTo(node(k, l));
    }

    @Test
    void smallTrees() {
        assertThat(MerkleTree.root(List.of())).isEqualTo(Sha256.start().digest());
        assertThat(MerkleTree.root(entries(1))).isEqualTo(leaf(entries(1).getFirst()));
        List<byte[]> three = entries(3);
        assertThat(MerkleTree.root(three))
                .isEqualTo(node(node(leaf(three.get(0)), leaf(three.get(1))), leaf(three.get(2))));
    }

    private static List<byte[]> entries(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> ("entry " + i).getBytes(UTF_8))
                .toList();
    }

    private static byte[] leaf(byte[] entry) {
        return hash(0, entry);
    }

    private static byte[] node(byte[] left, byte[] right) {
        return hash(1, left, right);
    }

    private static byte[] hash(int first, byte[]... rest) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(first);
        for (byte[] part : rest) {
            out.writeBytes(part);
        }
        return Sha256.start().digest(out.toByteArray());
    }
}
