package dev.narrowgauge.domain.release;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * All releases of a model name, and how they may change. What may not be is refused with {@link ErrorCode#CONFLICT}.
 *
 * @param all of which one at most is active
 */
public record NamedReleases(List<Release> all) {
    public NamedReleases {
        all = List.copyOf(all);
    }

    /** A release that comes to another state. */
    public record Change(Release release, ReleaseState state) {}

    public Optional<Release> active() {
        return all.stream()
                .filter(release -> release.state() == ReleaseState.ACTIVE)
                .findFirst();
    }

    /** The proposal becomes active in the place of what is. */
    public List<Change> approve(UUID id) {
        Release release = of(id);
        if (release.state() != ReleaseState.PROPOSED) {
            throw conflict("The release %s is %s; only one that is PROPOSED can be approved."
                    .formatted(release.title(), release.state()));
        }
        return Stream.concat(
                        active().map(replaced -> new Change(replaced, ReleaseState.REPLACED)).stream(),
                        Stream.of(new Change(release, ReleaseState.ACTIVE)))
                .toList();
    }

    /**
     * The active one is taken back, and one that it or another has replaced is active again.
     *
     * @param to number of that one; that which was active before it where empty
     */
    public List<Change> rollBack(UUID id, OptionalInt to) {
        Release release = of(id);
        if (release.state() != ReleaseState.ACTIVE) {
            throw conflict("The release %s is %s; only the ACTIVE one can be rolled back, which is %s."
                    .formatted(
                            release.title(),
                            release.state(),
                            active().map(Release::title).orElse("none")));
        }
        Release restored = to.isPresent() ? named(release, to.getAsInt()) : before(release);
        return List.of(new Change(release, ReleaseState.ROLLED_BACK), new Change(restored, ReleaseState.ACTIVE));
    }

    /** Nobody is to approve the proposal, or to return to what was replaced. */
    public List<Change> withdraw(UUID id) {
        Release release = of(id);
        if (release.state() == ReleaseState.ACTIVE) {
            throw conflict(
                    "The release %s is ACTIVE; roll it back, or approve another one first.".formatted(release.title()));
        }
        if (!release.state().keepsRun()) {
            throw conflict("The release %s is %s already.".formatted(release.title(), release.state()));
        }
        return List.of(new Change(release, ReleaseState.WITHDRAWN));
    }

    private Release before(Release active) {
        return all.stream()
                .filter(release -> release.state() == ReleaseState.REPLACED)
                .filter(release -> !lastStep(release).isAfter(activated(active)))
                .max(Comparator.comparing(NamedReleases::lastStep).thenComparingInt(Release::number))
                .orElseThrow(() -> conflict("There is no release of %s before %s to return to: %s."
                        .formatted(active.modelName(), active.title(), choice())));
    }

    private static Instant lastStep(Release release) {
        return release.steps().getLast().at();
    }

    /** When it became active first: what was replaced since then was no step on the way to it. */
    private static Instant activated(Release release) {
        return release.steps().stream()
                .filter(step -> step.state() == ReleaseState.ACTIVE)
                .map(ReleaseStep::at)
                .findFirst()
                .orElseThrow();
    }

    private Release named(Release active, int number) {
        Release wanted = all.stream()
                .filter(release -> release.number() == number)
                .findFirst()
                .orElseThrow(() -> new NarrowgaugeException(
                        ErrorCode.NOT_FOUND,
                        "There is no release %d of %s; %s.".formatted(number, active.modelName(), choice())));
        if (wanted.state() != ReleaseState.REPLACED) {
            throw conflict("The release %s is %s; a roll-back returns to one that was REPLACED: %s."
                    .formatted(wanted.title(), wanted.state(), choice()));
        }
        return wanted;
    }

    private String choice() {
        List<String> replaced = all.stream()
                .filter(release -> release.state() == ReleaseState.REPLACED)
                .map(Release::title)
                .toList();
        return replaced.isEmpty()
                ? "none was replaced, so promote another run"
                : "those are " + String.join(", ", replaced);
    }

    private Release of(UUID id) {
        return all.stream()
                .filter(release -> release.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no release " + id));
    }

    private static NarrowgaugeException conflict(String sentence) {
        return new NarrowgaugeException(ErrorCode.CONFLICT, sentence);
    }
}
