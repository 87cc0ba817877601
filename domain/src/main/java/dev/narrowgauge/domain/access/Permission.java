package dev.narrowgauge.domain.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What an operation needs, and what a key may be good for. */
public enum Permission {
    /** To look at everything that is no secret. */
    READ,
    /** To upload, to submit runs and to end them. */
    SUBMIT,
    /** To decide on a person's word, as to trust a node again that was quarantined, or to delete what others may have made. */
    APPROVE,
    /** To do everything, above all to make keys and to manage nodes. */
    ADMIN;

    /** As keys and commands spell it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one of that word; empty where there is none, or only a newer version of this program has it. */
    public static Optional<Permission> ofWord(String word) {
        return Arrays.stream(values())
                .filter(permission -> permission.word().equals(word))
                .findFirst();
    }

    /** Whether one of those is enough for what needs this. */
    public boolean isGivenBy(Set<Permission> held) {
        return held.contains(this) || held.contains(ADMIN);
    }
}
