package dev.narrowgauge.domain.proof;

import dev.narrowgauge.domain.digest.Sha256;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The detached signature of a model that is one file, by OpenSSF Model Signing 1.0 with the method {@code key}: a Sigstore bundle of version
 * 0.3 around a DSSE envelope, whose in-toto statement lists the files with their digests. It says that these bytes are what this
 * installation has made, and nothing of how good they are.
 */
public final class ModelSignature {
    public static final String MEDIA_TYPE = "application/vnd.dev.sigstore.bundle.v0.3+json";
    public static final String PREDICATE_TYPE = "https://model_signing/signature/v1.0";

    private static final String STATEMENT_TYPE = "https://in-toto.io/Statement/v1";

    /** The last part of a path, of what every file system takes and no shell or JSON has a meaning for. */
    private static final Pattern FILE = Pattern.compile("(?!\\.{1,2}$)[\\p{L}\\p{N} ._+@=-]{1,200}");

    private ModelSignature() {}

    /**
     * As JSON in UTF-8.
     *
     * @param file name of the file, without folders
     * @param sha256 of its content, in hexadecimal digits
     * @throws NarrowgaugeException REQUEST_INVALID where that is no name of a file
     */
    public static byte[] of(String file, String sha256, ModelSigningKey key) {
        byte[] statement = statement(checked(file), sha256);
        Base64.Encoder base64 = Base64.getEncoder();
        String signature = base64.encodeToString(key.sign(Envelope.encoded(Envelope.IN_TOTO, statement)));
        return CanonicalJson.bytes(Map.of(
                "mediaType",
                MEDIA_TYPE,
                "verificationMaterial",
                Map.of("publicKey", Map.of("hint", key.hint()), "tlogEntries", List.of()),
                "dsseEnvelope",
                Map.of(
                        "payload",
                        base64.encodeToString(statement),
                        "payloadType",
                        Envelope.IN_TOTO,
                        "signatures",
                        List.of(Map.of("sig", signature, "keyid", "")))));
    }

    private static byte[] statement(String file, String sha256) {
        // Of all files, one after the other.
        String root = Sha256.of(HexFormat.of().parseHex(sha256));
        return CanonicalJson.bytes(Map.of(
                "_type",
                STATEMENT_TYPE,
                "subject",
                List.of(Map.of("name", file, "digest", Map.of("sha256", root))),
                "predicateType",
                PREDICATE_TYPE,
                "predicate",
                Map.of(
                        "resources",
                        List.of(Map.of("name", file, "algorithm", "sha256", "digest", sha256)),
                        "serialization",
                        Map.of("method", "files", "hash_type", "sha256", "allow_symlinks", false))));
    }

    private static String checked(String file) {
        if (!FILE.matcher(file).matches()) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "'%s' is no name of a file that can be signed; give up to 200 letters, digits and ' ._+@=-', without folders, such as digits-int8.onnx."
                            .formatted(file));
        }
        return file;
    }
}
