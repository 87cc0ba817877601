package dev.narrowgauge.domain.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TestRole {
    @Test
    void eachRoleMayDoWhatTheOneBeforeMay() {
        Set<Permission> before = EnumSet.noneOf(Permission.class);
        for (Role role : Role.values()) {
            assertThat(role.permissions()).containsAll(before).hasSizeGreaterThan(before.size());
            before = role.permissions();
        }
        assertThat(before).containsExactlyInAnyOrder(Permission.values());
    }

    @Test
    void adminMayDoEverythingAndOthersWhatTheyHold() {
        for (Permission needed : Permission.values()) {
            assertThat(needed.isGivenBy(EnumSet.of(Permission.ADMIN))).isTrue();
            assertThat(needed.isGivenBy(Set.of())).isFalse();
            assertThat(needed.isGivenBy(EnumSet.of(Permission.SUBMIT))).isEqualTo(needed == Permission.SUBMIT);
            assertThat(Permission.ofWord(needed.word())).contains(needed);
        }
        assertThat(Permission.ofWord("everything")).isEmpty();
    }
}
