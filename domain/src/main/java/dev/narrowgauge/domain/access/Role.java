package dev.narrowgauge.domain.access;

import static dev.narrowgauge.domain.access.Permission.APPROVE;
import static dev.narrowgauge.domain.access.Permission.READ;
import static dev.narrowgauge.domain.access.Permission.SUBMIT;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What people are to a deployment: each may do what the one before may, and more. */
public enum Role {
    VIEWER(Set.of(READ)),
    SUBMITTER(Set.of(READ, SUBMIT)),
    APPROVER(Set.of(READ, SUBMIT, APPROVE)),
    ADMIN(Set.of(Permission.values()));

    private final Set<Permission> permissions;

    Role(Set<Permission> permissions) {
        this.permissions = permissions;
    }

    /** As commands spell it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one of that word; empty where there is none. */
    public static Optional<Role> ofWord(String word) {
        return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
    }

    public Set<Permission> permissions() {
        return permissions;
    }
}
