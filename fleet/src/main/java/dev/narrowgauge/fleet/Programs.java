package dev.narrowgauge.fleet;

import java.util.List;

/** How the programs are started here: those of a checkout, or those that a build has packaged. */
public interface Programs {
    /**
     * Gives a command.
     *
     * @param program {@code migrate}, {@code api}, {@code worker} or {@code agent}
     */
    List<String> command(String program);
}
