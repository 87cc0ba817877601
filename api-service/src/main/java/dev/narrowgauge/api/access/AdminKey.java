package dev.narrowgauge.api.access;

import dev.narrowgauge.db.ApiKeyStore;
import dev.narrowgauge.domain.access.KeyFile;
import dev.narrowgauge.domain.access.KeyText;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The admin key of an installation whose owner keeps it in a file: whatever key is in the file is the admin key, because who
 * may write there owns all else that the installation has.
 */
@Singleton
public final class AdminKey {
    private static final Logger LOG = Logger.getLogger(AdminKey.class);

    private final ApiKeyStore keys;
    private volatile Optional<Path> file = Optional.empty();

    public AdminKey(ApiKeyStore keys) {
        this.keys = keys;
    }

    /** @param made whether there was none before */
    public record Kept(KeyText key, boolean made) {}

    /**
     * From now on the key in the file is the admin key. Where the file is missing one is made for it.
     *
     * @throws NarrowgaugeException as {@link KeyFile} does
     */
    public Kept keepIn(Path place) {
        Optional<KeyText> found = KeyFile.find(place);
        KeyText key = found.orElseGet(KeyText::random);
        if (found.isEmpty()) {
            KeyFile.write(place, key);
        }
        file = Optional.of(place);
        keys.install(key);
        return new Kept(key, found.isEmpty());
    }

    /** Whether that, which was not known so far, is what the owner has put into the file meanwhile; it is known then. */
    boolean adopts(Credential unknown) {
        try {
            return file.flatMap(KeyFile::find)
                    .filter(key -> key.id().equals(unknown.id()) && key.sha256().equals(unknown.sha256()))
                    .filter(keys::install)
                    .isPresent();
        } catch (NarrowgaugeException e) {
            LOG.warnf("%s: %s", e.code(), e.getMessage());
            return false;
        }
    }
}
