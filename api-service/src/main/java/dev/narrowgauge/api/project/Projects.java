package dev.narrowgauge.api.project;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.api.access.Caller;
import dev.narrowgauge.api.access.KnownKeys;
import dev.narrowgauge.api.access.KnownProjects;
import dev.narrowgauge.api.access.ProjectChoice;
import dev.narrowgauge.db.Project;
import dev.narrowgauge.db.ProjectStore;
import dev.narrowgauge.domain.access.ProjectName;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** What can be done with projects. */
@Singleton
public final class Projects {
    private final ProjectStore store;
    private final KnownProjects known;
    private final KnownKeys keys;
    private final ProjectChoice choice;

    Projects(ProjectStore store, KnownProjects known, KnownKeys keys, ProjectChoice choice) {
        this.store = requireNonNull(store, "store is null");
        this.known = requireNonNull(known, "known is null");
        this.keys = requireNonNull(keys, "keys is null");
        this.choice = requireNonNull(choice, "choice is null");
    }

    ProjectView create(ProjectRequest request) {
        String name = request == null ? null : request.name();
        if (name == null || !ProjectName.isOne(name)) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "Field 'name' must be 1 to 63 small letters, digits and hyphens, and neither begin nor end with a hyphen, such as 'search-ranking'.");
        }
        if (!store.areKeptApart()) {
            throw new NarrowgaugeException(
                    ErrorCode.CONFLICT,
                    "Projects would see each other: the service connects to the database as a superuser, or as a user with BYPASSRLS, for whom no row is hidden. Have its operator give it a user of its own (NARROWGAUGE_USERS_API of 'migrate').");
        }
        Project added = store.add(name)
                .orElseThrow(() -> new NarrowgaugeException(
                        ErrorCode.CONFLICT, "There is a project '%s' already; choose another name.".formatted(name)));
        known.changed();
        return ProjectView.of(added);
    }

    List<ProjectView> list(Caller caller) {
        return choice.open(caller).stream().map(ProjectView::of).toList();
    }

    List<DeletedProjectView> deleted() {
        return store.deleted().stream().map(DeletedProjectView::of).toList();
    }

    ProjectView delete(String name, Caller caller) {
        Project project = choice.of(caller, Optional.of(name));
        if (project.id().equals(Project.FIRST)) {
            throw new NarrowgaugeException(
                    ErrorCode.CONFLICT,
                    "The project '%s' came with the installation and stays: programs that name no project use it."
                            .formatted(name));
        }
        Project asked = store.askDeletion(project.id(), caller.keyId()).orElse(project);
        known.changed();
        keys.changed();
        return ProjectView.of(asked);
    }
}
