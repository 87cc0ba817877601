package dev.narrowgauge.api.access;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import dev.narrowgauge.db.Project;
import dev.narrowgauge.domain.access.Permission;
import dev.narrowgauge.domain.access.ProjectName;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Which project a call is about: the one that it names, else the one that its key or its token is good for. */
@Singleton
public final class ProjectChoice {
    /** By which a page names one: a browser follows events, and downloads, without a header of its own. */
    static final String COOKIE = "narrowgauge_project";

    private final KnownProjects known;

    public ProjectChoice(KnownProjects known) {
        this.known = requireNonNull(known, "known is null");
    }

    /** Those that the caller may enter, by name. */
    public List<Project> open(Caller caller) {
        return entersAll(caller) ? known.list() : own(caller);
    }

    /**
     * @param name empty where the call names none
     * @throws NarrowgaugeException ACCESS_DENIED where the caller may not enter it, whether there is one or not; NOT_FOUND where
     *     the caller may enter all; REQUEST_INVALID where the caller may enter several and names none
     */
    public Project of(Caller caller, Optional<String> name) {
        requireNonNull(caller, "caller is null");
        return ifSaid(caller, name).orElseThrow(() -> unsaid(caller));
    }

    /**
     * The one that a call is about, which has been let through so far.
     *
     * @return empty where the call would have to name one, which only what is about one needs
     * @throws NarrowgaugeException as {@link #of} does; ACCESS_DENIED where the call is about what serves all projects, and the
     *     caller is not good for that in each
     */
    Optional<Project> about(Access access, Caller caller, Optional<String> name) {
        if (access.isForAll()) {
            access.permission().ifPresent(needed -> requireInAll(caller, needed));
        }
        return ifSaid(caller, name);
    }

    private void requireInAll(Caller caller, Permission needed) {
        if (entersAll(caller) || !(caller instanceof Caller.Known someone)) {
            return;
        }
        List<Project> own = own(caller);
        boolean inAll = known.list().stream()
                .allMatch(project ->
                        own.contains(project) && needed.isGivenBy(someone.permissionsIn(Optional.of(project.name()))));
        if (!inAll) {
            throw new NarrowgaugeException(
                    ErrorCode.ACCESS_DENIED,
                    "%s is not good for '%s' in all projects, which this node serves: whoever is, or has 'admin', can decide about it."
                            .formatted(someone.title(), needed.word()));
        }
    }

    /** The same, but empty where the call would have to name one, which only what is about one needs. */
    Optional<Project> ifSaid(Caller caller, Optional<String> name) {
        return name.map(given -> named(caller, given)).or(() -> usual(caller));
    }

    /** Of those who may not enter all, others are not looked for: how long that takes would tell of them. */
    private Project named(Caller caller, String name) {
        if (entersAll(caller)) {
            return known.named(name).orElseThrow(() -> none(name));
        }
        return own(caller).stream()
                .filter(project -> project.name().equals(name))
                .findFirst()
                .orElseThrow(() -> denied(caller, name));
    }

    /** Those that the caller's key, or the rules, are good for by name. */
    private List<Project> own(Caller caller) {
        return switch (caller) {
            case Caller.Anybody _ -> List.of();
            case Caller.Holder holder -> known.of(holder.key().projects());
            case Caller.Identified identified ->
                known.called(identified.identity().projects().keySet());
        };
    }

    private Optional<Project> usual(Caller caller) {
        List<Project> own = own(caller);
        if (caller instanceof Caller.Identified identified && !entersAll(caller)) {
            // What the caller may do in it was looked at; so it is none but that, also where that is gone.
            return identified
                    .identity()
                    .usualProject()
                    .flatMap(name -> own.stream()
                            .filter(project -> project.name().equals(name))
                            .findFirst());
        }
        if (own.size() == 1) {
            return Optional.of(own.getFirst());
        }
        return (own.isEmpty() && entersAll(caller) ? known.list() : own)
                .stream().filter(project -> project.id().equals(Project.FIRST)).findFirst();
    }

    private NarrowgaugeException unsaid(Caller caller) {
        List<Project> own = own(caller);
        if (!own.isEmpty() || entersAll(caller)) {
            return several(own);
        }
        return new NarrowgaugeException(
                ErrorCode.ACCESS_DENIED,
                "The projects that the caller may enter were deleted; whoever administers the service can give others.");
    }

    /** Whether the caller may enter all that there are. */
    public static boolean entersAll(Caller caller) {
        return switch (caller) {
            case Caller.Anybody _ -> true;
            case Caller.Known known -> known.has(Permission.ADMIN);
        };
    }

    static NarrowgaugeException none(String name) {
        return new NarrowgaugeException(
                ErrorCode.NOT_FOUND,
                "There is no project '%s'; GET /v1/projects lists all, and 'narrowgauge project create' makes one."
                        .formatted(name));
    }

    private static NarrowgaugeException denied(Caller caller, String name) {
        String who = caller instanceof Caller.Known someone ? someone.title() : "The caller";
        return new NarrowgaugeException(
                ErrorCode.ACCESS_DENIED,
                "%s is not good for a project '%s'; GET /v1/projects lists those that it is good for."
                        .formatted(who, name));
    }

    private static NarrowgaugeException several(List<Project> own) {
        return new NarrowgaugeException(
                ErrorCode.REQUEST_INVALID,
                "The caller may enter several projects (%s), and the request says none: name one in the header '%s', or to the command line with --project."
                        .formatted(own.stream().map(Project::name).collect(joining(", ")), ProjectName.HEADER));
    }
}
