package dev.narrowgauge.db;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.release.NamedReleases;
import dev.narrowgauge.domain.release.NamedReleases.Change;
import dev.narrowgauge.domain.release.Release;
import dev.narrowgauge.domain.release.ReleaseState;
import dev.narrowgauge.domain.release.ReleaseStep.Actor;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The releases of a project. Every method is one transaction, and files what webhooks are told of it. */
public final class ReleaseStore {
    private final Scopes scopes;

    public ReleaseStore(Jdbi jdbi) {
        this.scopes = Scopes.of(jdbi);
    }

    /**
     * Who changes a release, and why.
     *
     * @param by empty where the service asks nobody for a key
     * @param address of the service, for links in what webhooks are told; without a slash at its end
     */
    public record Call(Optional<Actor> by, String reason, String address) {}

    /** The proposal, with the next number of its model name; empty where its run is not there any more. */
    public Optional<Release> propose(String modelName, Release.Content content, Call call) {
        return scopes.inTransaction(handle -> {
            if (!holdRun(handle, content.runId())) {
                return Optional.empty();
            }
            UUID id = insert(handle, modelName, content);
            addStep(handle, id, ReleaseState.PROPOSED, call);
            Release proposed = ReleaseRows.find(handle, id).orElseThrow();
            ReleaseNotices.file(handle, proposed, List.of(), call);
            return Optional.of(proposed);
        });
    }

    /** Waits for whoever deletes it. */
    private static boolean holdRun(Handle handle, UUID run) {
        return handle.createQuery("SELECT id FROM run WHERE project_id = current_project() AND id = :run FOR KEY SHARE")
                .bind("run", run)
                .mapTo(UUID.class)
                .findOne()
                .isPresent();
    }

    private static UUID insert(Handle handle, String modelName, Release.Content content) {
        // Of two at once one waits for the other, finds its number taken, and takes the next.
        Optional<UUID> made = handle.createQuery("""
                        INSERT INTO release
                            (id, model_name, number, state, model_id, run_id, variant_id, sha256, recipe, precision,
                             device_classes, policy_sha256, evidence_root)
                        SELECT :id, :modelName, coalesce(max(number), 0) + 1, 'PROPOSED', :modelId, :runId, :variantId, :sha256,
                            :recipe, :precision, :deviceClasses, :policySha256, :evidenceRoot
                        FROM release WHERE project_id = current_project() AND model_name = :modelName
                        ON CONFLICT (project_id, model_name, number) DO NOTHING
                        RETURNING id
                        """)
                .bind("id", OrderedId.next())
                .bind("modelName", modelName)
                .bindMethods(content)
                .bind("deviceClasses", Columns.texts(content.deviceClasses(), name -> name))
                .mapTo(UUID.class)
                .findOne();
        return made.orElseGet(() -> insert(handle, modelName, content));
    }

    public Optional<Release> find(UUID id) {
        return scopes.withHandle(handle -> ReleaseRows.find(handle, id));
    }

    /** What was proposed last first. */
    public Page<Release> list(ReleaseFilter filter, Optional<Cursor> after, int size) {
        List<Release> rows = scopes.withHandle(handle -> ReleaseRows.list(handle, filter, after, size + 1));
        return Page.of(
                rows,
                size,
                release -> new Cursor(release.createdAt(), release.id().toString()));
    }

    /** What is released of a model name in the project of a run, which somebody else may ask than its tenants. */
    public Optional<Release> activeBeside(UUID run, String modelName) {
        return scopes.withHandle(handle -> ReleaseRows.activeBeside(handle, run, modelName));
    }

    /** Those for whose sake the run stays. */
    public List<Release> keeping(UUID run) {
        return scopes.withHandle(handle -> ReleaseRows.keeping(handle, run));
    }

    /**
     * Changes releases of the model name of one of them as is decided, once nobody else does.
     *
     * @param decide fails with {@link ErrorCode#CONFLICT} where they may not be changed so
     * @return the one, as it is then; empty where there is none of that id
     */
    public Optional<Release> change(UUID id, Function<NamedReleases, List<Change>> decide, Call call) {
        return scopes.inTransaction(handle -> {
            Optional<Release> found = ReleaseRows.find(handle, id);
            if (found.isEmpty()) {
                return found;
            }
            List<Change> changes =
                    decide.apply(ReleaseRows.lock(handle, found.get().modelName()));
            for (Change change : changes) {
                handle.createUpdate("UPDATE release SET state = :state WHERE id = :id")
                        .bind("state", change.state().name())
                        .bind("id", change.release().id())
                        .execute();
                addStep(handle, change.release().id(), change.state(), call);
            }
            Release changed = ReleaseRows.find(handle, id).orElseThrow();
            ReleaseNotices.file(handle, changed, changes, call);
            return Optional.of(changed);
        });
    }

    private static void addStep(Handle handle, UUID release, ReleaseState state, Call call) {
        handle.createUpdate("""
                        INSERT INTO release_step (release_id, number, state, by_name, by_mark, reason)
                        SELECT :release, count(*) + 1, :state, :name, :mark, :reason
                        FROM release_step WHERE release_id = :release
                        """)
                .bind("release", release)
                .bind("state", state.name())
                .bind("name", call.by().map(Actor::name))
                .bind("mark", call.by().map(Actor::mark))
                .bind("reason", call.reason())
                .execute();
    }
}
