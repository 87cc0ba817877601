package dev.narrowgauge.domain.proof;

import dev.narrowgauge.domain.digest.Sha256;
import java.security.MessageDigest;
import java.util.List;

/**
 * The root of a list of entries, by section 2.1.1 of RFC 9162 with SHA-256: what is hashed of an entry begins with a byte 0, of
 * two roots with a byte 1, and a list is split where its left part is the largest power of two that leaves something.
 */
final class MerkleTree {
    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private MerkleTree() {}

    static byte[] root(List<byte[]> entries) {
        MessageDigest digest = Sha256.start();
        switch (entries.size()) {
            case 0 -> {
                // The hash of nothing.
            }
            case 1 -> {
                digest.update(LEAF);
                digest.update(entries.getFirst());
            }
            default -> {
                int left = Integer.highestOneBit(entries.size() - 1);
                digest.update(NODE);
                digest.update(root(entries.subList(0, left)));
                digest.update(root(entries.subList(left, entries.size())));
            }
        }
        return digest.digest();
    }
}
