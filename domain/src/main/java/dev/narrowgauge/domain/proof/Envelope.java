package dev.narrowgauge.domain.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A signed document, as the DSSE envelope of version 1 (Dead Simple Signing Envelope of secure-systems-lab).
 *
 * @param payload the document, in Base64
 * @param signatures each over the payload with its type, in the encoding that DSSE calls PAE
 */
public record Envelope(String payload, String payloadType, List<Signature> signatures) {
    /** Of in-toto statements. */
    public static final String IN_TOTO = "application/vnd.in-toto+json";

    public Envelope {
        requireNonNull(payload, "payload is null");
        requireNonNull(payloadType, "payloadType is null");
        signatures = List.copyOf(signatures);
    }

    /**
     * @param keyid a hint at the key: {@link VerifyingKey#id}
     * @param sig in Base64
     */
    public record Signature(String keyid, String sig) {
        public Signature {
            // A hint may be missing.
            keyid = keyid == null ? "" : keyid;
            requireNonNull(sig, "sig is null");
        }
    }

    public static Envelope sign(byte[] document, String type, SigningKey key) {
        byte[] signature = key.sign(encoded(type, document));
        Base64.Encoder base64 = Base64.getEncoder();
        return new Envelope(
                base64.encodeToString(document),
                type,
                List.of(new Signature(key.verifying().id(), base64.encodeToString(signature))));
    }

    /** The document, where the key has signed it as one of that type; empty otherwise. */
    public Optional<byte[]> open(VerifyingKey key, String type) {
        if (!payloadType.equals(type)) {
            return Optional.empty();
        }
        try {
            byte[] document = Base64.getDecoder().decode(payload);
            byte[] message = encoded(payloadType, document);
            return signatures.stream()
                            .anyMatch(signature ->
                                    key.hasSigned(message, Base64.getDecoder().decode(signature.sig())))
                    ? Optional.of(document)
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            // What is no Base64 was never signed.
            return Optional.empty();
        }
    }

    /** What is signed: no two pairs of type and document give the same bytes. */
    static byte[] encoded(String type, byte[] document) {
        byte[] typeBytes = type.getBytes(UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes("DSSEv1 %d ".formatted(typeBytes.length).getBytes(UTF_8));
        out.writeBytes(typeBytes);
        out.writeBytes(" %d ".formatted(document.length).getBytes(UTF_8));
        out.writeBytes(document);
        return out.toByteArray();
    }
}
