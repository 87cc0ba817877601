package dev.narrowgauge.api.verdict;

import dev.narrowgauge.domain.proof.SigningKey;
import java.util.Optional;

/**
 * By what this installation signs.
 *
 * @param signing empty where it signs nothing
 */
public record InstallationKey(Optional<SigningKey> signing) {
    /** @throws dev.narrowgauge.domain.error.NarrowgaugeException where the settings name a key that is none, or cannot be kept */
    public static InstallationKey of(SigningConfig config) {
        return new InstallationKey(config.key()
                .map(pem -> SigningKey.read(pem, "The setting narrowgauge.signing.key"))
                .or(() -> config.keptIn().map(SigningKey::keptIn)));
    }
}
