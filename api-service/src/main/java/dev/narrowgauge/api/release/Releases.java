package dev.narrowgauge.api.release;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.api.access.Caller;
import dev.narrowgauge.api.access.CurrentCaller;
import dev.narrowgauge.api.error.PlainText;
import dev.narrowgauge.api.page.PageRequest;
import dev.narrowgauge.api.page.PageView;
import dev.narrowgauge.api.run.Runs;
import dev.narrowgauge.db.ReleaseFilter;
import dev.narrowgauge.db.ReleaseStore;
import dev.narrowgauge.db.TenantStores;
import dev.narrowgauge.db.VerdictStore;
import dev.narrowgauge.domain.access.Permission;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.gate.Verdict;
import dev.narrowgauge.domain.release.NamedReleases;
import dev.narrowgauge.domain.release.Release;
import dev.narrowgauge.domain.release.ReleaseState;
import dev.narrowgauge.domain.release.ReleaseStep;
import dev.narrowgauge.domain.release.ReleaseStep.Actor;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Function;

/** What can be done with the releases of a project. */
public final class Releases {
    static final int MAX_REASON = 500;

    private final ReleaseStore store;
    private final VerdictStore verdicts;
    private final Candidates candidates;
    private final String address;

    /** @param address of the service, without a slash at its end; empty where it is not known */
    public Releases(TenantStores stores, Runs runs, String address) {
        this.store = stores.releases();
        this.verdicts = stores.verdicts();
        this.candidates = new Candidates(stores.models(), runs);
        this.address = requireNonNull(address, "address is null");
    }

    ReleaseView propose(ReleaseRequest request, CurrentCaller caller) {
        ReleaseRequest asked = request == null ? new ReleaseRequest(null, null, null, null) : request;
        ReleaseStore.Call call = call(caller, asked.reason());
        Candidates.Candidate candidate = candidates.of(asked);
        requirePass(candidate.content().sha256());
        return store.propose(candidate.modelName(), candidate.content(), call)
                .map(ReleaseView::of)
                .orElseThrow(() -> new NarrowgaugeException(
                        ErrorCode.CONFLICT,
                        "The run '%s' was deleted, and its variants with it; submit another run."
                                .formatted(asked.runId())));
    }

    PageView<ReleaseView> list(ReleaseFilter filter, PageRequest page) {
        return PageView.of(page.of((after, size) -> store.list(filter, after, size)), ReleaseView::of);
    }

    ReleaseView get(String id) {
        return ReleaseView.of(find(id));
    }

    ReleaseView approve(String id, ReleaseDecision decision, CurrentCaller caller) {
        Release release = find(id);
        ReleaseStore.Call call = call(caller, decision == null ? null : decision.reason());
        if (release.state() == ReleaseState.PROPOSED) {
            requireAnother(release, caller);
            requirePass(release.content().sha256());
        }
        return change(release.id(), all -> all.approve(release.id()), call);
    }

    ReleaseView rollBack(String id, RollBack rollBack, CurrentCaller caller) {
        Release release = find(id);
        // Without a reason, and so without a body, it goes no further than this.
        ReleaseStore.Call call = call(caller, rollBack == null ? null : rollBack.reason());
        OptionalInt to = rollBack.to() == null ? OptionalInt.empty() : OptionalInt.of(rollBack.to());
        return change(release.id(), all -> all.rollBack(release.id(), to), call);
    }

    ReleaseView withdraw(String id, ReleaseDecision decision, CurrentCaller caller) {
        Release release = find(id);
        ReleaseStore.Call call = call(caller, decision == null ? null : decision.reason());
        return change(release.id(), all -> all.withdraw(release.id()), call);
    }

    private ReleaseView change(
            UUID id, Function<NamedReleases, List<NamedReleases.Change>> decide, ReleaseStore.Call call) {
        return store.change(id, decide, call).map(ReleaseView::of).orElseThrow(() -> none(id.toString()));
    }

    private ReleaseStore.Call call(CurrentCaller caller, String reason) {
        String checked = PlainText.require("Field 'reason', which says why,", reason, MAX_REASON);
        Optional<Actor> by = caller.get() instanceof Caller.Known known
                ? Optional.of(new Actor(known.name().orElseThrow(), known.mark()))
                : Optional.empty();
        return new ReleaseStore.Call(by, checked.strip(), address);
    }

    /** Who may make keys could approve by another one anyway. */
    private static void requireAnother(Release release, CurrentCaller caller) {
        if (!(caller.get() instanceof Caller.Known known) || caller.has(Permission.ADMIN)) {
            return;
        }
        Optional<String> proposer = release.steps().getFirst().by().map(ReleaseStep.Actor::mark);
        if (proposer.equals(Optional.of(known.mark()))) {
            throw new NarrowgaugeException(
                    ErrorCode.ACCESS_DENIED,
                    "%s has proposed %s itself: somebody else who may 'approve', or 'admin', approves it."
                            .formatted(known.title(), release.title()));
        }
    }

    /** The bytes may have been judged again since. */
    private void requirePass(String sha256) {
        verdicts.latest(sha256)
                .filter(verdict -> verdict.status() != Verdict.PASS)
                .ifPresent(verdict -> {
                    throw new NarrowgaugeException(
                            ErrorCode.CONFLICT,
                            "The latest verdict about these bytes is %s, of the run %s: %s"
                                    .formatted(verdict.status(), verdict.runId(), verdict.sentence()));
                });
    }

    private Release find(String id) {
        return Runs.uuid(id).flatMap(store::find).orElseThrow(() -> none(id));
    }

    private static NarrowgaugeException none(String id) {
        return new NarrowgaugeException(
                ErrorCode.NOT_FOUND,
                "The project has no release '%s'; GET /v1/releases lists those that it has.".formatted(id));
    }
}
