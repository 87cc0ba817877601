package dev.narrowgauge.fleet;

import static java.util.Objects.requireNonNull;

/** A program of a fleet that can be started. */
public record Member(MemberPlan plan, Program program) {
    public Member {
        requireNonNull(plan, "plan is null");
        requireNonNull(program, "program is null");
    }

    public String name() {
        return plan.name();
    }
}
