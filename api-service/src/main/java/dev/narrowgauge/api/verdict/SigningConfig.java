package dev.narrowgauge.api.verdict;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** The keys by which an installation signs its verdicts and the files of its variants. Without one it signs none of these. */
@ConfigMapping(prefix = "narrowgauge.signing")
public interface SigningConfig {
    /** Private key of Ed25519 in PEM; all API processes of an installation have the same. */
    Optional<String> key();

    /** File that has the key where {@code narrowgauge.signing.key} does not say it; where there is none a key is made and kept in it. */
    Optional<Path> keptIn();

    /** Private key on the curve P-256 in PEM, by which files of variants are signed; all API processes of an installation have the same. */
    Optional<String> modelKey();

    /** File that has that key where {@code narrowgauge.signing.model-key} does not say it; where there is none a key is made and kept in it. */
    Optional<Path> modelKeyKeptIn();
}
