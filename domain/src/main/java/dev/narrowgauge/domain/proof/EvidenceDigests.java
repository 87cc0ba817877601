package dev.narrowgauge.domain.proof;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.digest.Sha256;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * By what the pieces of a verdict document are known, and all of it by one digest, the root of a Merkle tree
 * ({@link MerkleTree}) whose entries are the leaves, each as canonical JSON.
 *
 * @param root SHA-256 in hexadecimal digits
 * @param leaves in the order of {@link Pieces}
 */
public record EvidenceDigests(String root, List<Leaf> leaves) {
    public EvidenceDigests {
        requireNonNull(root, "root is null");
        leaves = List.copyOf(leaves);
    }

    /**
     * @param name of the piece, a JSON pointer (RFC 6901) into the document
     * @param sha256 of the piece's canonical JSON
     */
    public record Leaf(String name, String sha256) {
        public Leaf {
            requireNonNull(name, "name is null");
            requireNonNull(sha256, "sha256 is null");
        }

        private byte[] entry() {
            return CanonicalJson.bytes(Map.of("name", name, "sha256", sha256));
        }
    }

    /**
     * @param document a verdict document as a parser of JSON makes it, with or without digests, which are passed over
     * @throws IllegalArgumentException where it has no canonical form
     */
    public static EvidenceDigests of(Map<String, ?> document) {
        List<Leaf> leaves = Pieces.of(document).entrySet().stream()
                .map(piece -> new Leaf(piece.getKey(), Sha256.of(CanonicalJson.bytes(piece.getValue()))))
                .toList();
        return new EvidenceDigests(rootOf(leaves), leaves);
    }

    /** The digest of that piece; empty where the document does not have it. */
    public Optional<String> of(String name) {
        return leaves.stream()
                .filter(leaf -> leaf.name().equals(name))
                .map(Leaf::sha256)
                .findFirst();
    }

    /**
     * What of the document is not as it was when these digests were made of it, sentences that name the piece.
     *
     * @throws IllegalArgumentException where it has no canonical form
     */
    public List<String> differences(Map<String, ?> document) {
        Map<String, String> stated = byName(leaves);
        Map<String, String> made = byName(of(document).leaves);
        List<String> differences = new ArrayList<>();
        stated.forEach((name, digest) -> {
            if (!made.containsKey(name)) {
                differences.add("%s is missing.".formatted(Pieces.named(name, document)));
            } else if (!made.get(name).equals(digest)) {
                differences.add("%s was changed.".formatted(Pieces.named(name, document)));
            }
        });
        made.keySet().stream()
                .filter(name -> !stated.containsKey(name))
                .map(name -> "%s was added.".formatted(Pieces.named(name, document)))
                .forEach(differences::add);
        if (!rootOf(leaves).equals(root)) {
            differences.add("The digests of the pieces were changed: the evidence root is not that of its leaves.");
        }
        return differences;
    }

    private static String rootOf(List<Leaf> leaves) {
        return Sha256.hex(MerkleTree.root(leaves.stream().map(Leaf::entry).toList()));
    }

    private static Map<String, String> byName(List<Leaf> leaves) {
        Map<String, String> digests = new LinkedHashMap<>();
        leaves.forEach(leaf -> digests.put(leaf.name(), leaf.sha256()));
        return digests;
    }
}
