package dev.narrowgauge.fleet;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A program of a fleet that can be started.
 *
 * @param link the way out of its machine where that is outside; empty where it is inside
 */
public record Member(MemberPlan plan, Program program, Optional<Link> link) {
    public Member {
        requireNonNull(plan, "plan is null");
        requireNonNull(program, "program is null");
        requireNonNull(link, "link is null");
    }

    public String name() {
        return plan.name();
    }
}
