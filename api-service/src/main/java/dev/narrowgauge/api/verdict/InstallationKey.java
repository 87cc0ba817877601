package dev.narrowgauge.api.verdict;

import dev.narrowgauge.domain.proof.ModelSigningKey;
import dev.narrowgauge.domain.proof.SigningKey;
import java.util.Optional;

/**
 * By what this installation signs.
 *
 * @param signing verdicts; empty where it signs none
 * @param models files of variants; empty likewise
 */
public record InstallationKey(Optional<SigningKey> signing, Optional<ModelSigningKey> models) {
    /** @throws dev.narrowgauge.domain.error.NarrowgaugeException where the settings name a key that is none, or cannot be kept */
    public static InstallationKey of(SigningConfig config) {
        return new InstallationKey(
                config.key()
                        .map(pem -> SigningKey.read(pem, "The setting narrowgauge.signing.key"))
                        .or(() -> config.keptIn().map(SigningKey::keptIn)),
                config.modelKey()
                        .map(pem -> ModelSigningKey.read(pem, "The setting narrowgauge.signing.model-key"))
                        .or(() -> config.modelKeyKeptIn().map(ModelSigningKey::keptIn)));
    }
}
