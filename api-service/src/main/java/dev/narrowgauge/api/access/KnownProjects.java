package dev.narrowgauge.api.access;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.db.Channel;
import dev.narrowgauge.db.Project;
import dev.narrowgauge.db.ProjectStore;
import dev.narrowgauge.db.notify.Notifications;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The projects that can be entered, kept for a few seconds after they were read, and forgotten when the database tells that they
 * changed, or that something may have been missed.
 */
public final class KnownProjects {
    /** How long one that is to be deleted may be entered where the connection that tells of it is down. */
    private static final Duration KEPT = Duration.ofSeconds(5);

    private final ProjectStore store;
    private final AtomicLong changes = new AtomicLong();
    private volatile Optional<Kept> kept = Optional.empty();

    private KnownProjects(ProjectStore store) {
        this.store = requireNonNull(store, "store is null");
    }

    /** Listens for as long as there are notifications. */
    public static KnownProjects over(ProjectStore store, Notifications notifications) {
        KnownProjects known = new KnownProjects(store);
        var _ = notifications.listen(Channel.PROJECT, _ -> known.changed());
        return known;
    }

    /**
     * @param projects by name
     * @param change after which they were read
     * @param readAt by the nanoseconds of this virtual machine
     */
    private record Kept(List<Project> projects, long change, long readAt) {}

    /** Those that can be entered, by name. */
    public List<Project> list() {
        return kept.filter(read -> read.change() == changes.get() && System.nanoTime() - read.readAt() < KEPT.toNanos())
                .orElseGet(this::read)
                .projects();
    }

    /** One that is not known yet may have been made a moment ago. */
    Optional<Project> named(String name) {
        return named(name, list()).or(() -> named(name, read().projects()));
    }

    /** Those of them that can be entered, by name. */
    List<Project> of(Set<UUID> ids) {
        List<Project> found = of(ids, list());
        return found.size() == ids.size() ? found : of(ids, read().projects());
    }

    /** Those of them that can be entered, by name. */
    List<Project> called(Set<String> names) {
        List<Project> found = called(names, list());
        return found.size() == names.size() ? found : called(names, read().projects());
    }

    private static Optional<Project> named(String name, List<Project> projects) {
        return projects.stream().filter(project -> project.name().equals(name)).findFirst();
    }

    private static List<Project> called(Set<String> names, List<Project> projects) {
        return projects.stream()
                .filter(project -> names.contains(project.name()))
                .toList();
    }

    private static List<Project> of(Set<UUID> ids, List<Project> projects) {
        return projects.stream().filter(project -> ids.contains(project.id())).toList();
    }

    /** What was kept may not be true any more. */
    public void changed() {
        changes.incrementAndGet();
    }

    private Kept read() {
        long change = changes.get();
        long now = System.nanoTime();
        List<Project> open = store.list().stream()
                .filter(project -> project.deletionAskedAt().isEmpty())
                .toList();
        Kept read = new Kept(open, change, now);
        kept = Optional.of(read);
        return read;
    }
}
