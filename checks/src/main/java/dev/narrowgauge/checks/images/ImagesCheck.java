package dev.narrowgauge.checks.images;

import dev.narrowgauge.checks.frame.Check;
import dev.narrowgauge.checks.frame.CheckOptions;
import dev.narrowgauge.checks.frame.Conclusion;
import dev.narrowgauge.checks.frame.Figures;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.fleet.ContainerFleet;
import dev.narrowgauge.fleet.FleetPlan;
import dev.narrowgauge.fleet.MemberPlan;
import dev.narrowgauge.fleet.Role;
import java.util.List;

/** The images of the programs: how large they are and of what, and what their containers do, may do and take. */
public final class ImagesCheck implements Check {
    static final String SIZES = "sizes";
    static final String DEMO = "demo";
    static final String STARTS = "starts";

    /** Debian is installed and Java linked before the first. */
    private static final int BUDGET_SECONDS = 1500;

    private static final List<MemberPlan> MEMBERS = List.of(
            new MemberPlan(Role.API, "api-1", "", "", false),
            new MemberPlan(Role.WORKER, "worker-1", "", "", false),
            new MemberPlan(Role.AGENT, "agent-1", "x86-avx2", "", false),
            new MemberPlan(Role.AGENT, "agent-2", "x86-vnni", "", false));

    @Override
    public String name() {
        return "images";
    }

    @Override
    public String purpose() {
        return "images build without a registry, and a run goes through containers of them that may do nothing else";
    }

    @Override
    public List<String> rows(CheckOptions options) {
        return List.of(SIZES, DEMO, STARTS);
    }

    @Override
    public int budget(String row) {
        return BUDGET_SECONDS;
    }

    @Override
    public Figures measure(String row, CheckOptions options) {
        BuiltImages images = BuiltImages.ofThisSource();
        images.ensure();
        if (row.equals(SIZES)) {
            return Figures.of(row, ImageSizes.measure(images));
        }
        ContainerFleet.whyNot().ifPresent(reason -> {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID, "No containers can be started on this machine: %s".formatted(reason));
        });
        FleetPlan plan = FleetPlan.of(
                        options.checkout(),
                        options.work().resolve("images/fleet"),
                        program -> List.of(images.name(program)))
                .withMembers(MEMBERS);
        return row.equals(DEMO)
                ? Figures.of(row, ContainerRun.measure(plan, options.checkout().resolve("demo")))
                : Figures.of(row, ContainerStarts.measure(plan));
    }

    @Override
    public String line(Figures row) {
        return switch (row.row()) {
            case SIZES -> row.as(ImageSizes.class).line();
            case DEMO -> row.as(ContainerRun.class).line();
            default -> row.as(ContainerStarts.class).line();
        };
    }

    @Override
    public Conclusion conclude(List<Figures> rows) {
        return ImagesConclusion.of(rows);
    }
}
