package dev.narrowgauge.fleet;

import dev.narrowgauge.domain.access.KeyText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A deployment on one machine whose programs are in containers of their images; servers as a {@link Fleet} has them. What is
 * left of it when it is closed, logs above all, stays until the next begins in the same folder.
 */
public final class ContainerFleet implements AutoCloseable {
    private static final Duration READY = Duration.ofMinutes(5);

    /** The images have places of their own for what these name. */
    private static final List<String> SAID_BY_IMAGES = List.of("NARROWGAUGE_DATA_DIR", "NARROWGAUGE_MACHINE_LOCK");

    /** A program does not start where the cache of its start does not fit, which is passed over otherwise. */
    private static final Map<String, String> NEEDS_ITS_CACHE = Map.of("JAVA_TOOL_OPTIONS", "-XX:AOTMode=on");

    private final FleetPlan plan;
    private final Host.Site site;
    private final Servers servers;
    private final Environments environments;
    private final KeyText adminKey = KeyText.random();
    private final Map<String, Container> containers;
    private final FleetApi api;

    private ContainerFleet(FleetPlan plan, Host.Site site, Servers servers) {
        this.plan = plan;
        this.site = site;
        this.servers = servers;
        this.environments = new Environments(plan, site, servers.addresses());
        this.containers = containers();
        this.api = new FleetApi(
                plan.members().stream()
                        .filter(member -> member.role() == Role.API)
                        .map(member -> containers.get(member.name()).program().port())
                        .toList(),
                adminKey);
    }

    /** Why there can be none on this machine; empty where there can. */
    public static Optional<String> whyNot() {
        return ProcessorView.whyNot().or(() -> Tool.problem(List.of("podman", "--runtime", "runc", "info")));
    }

    /**
     * Returns when every program says that it does its work.
     *
     * @param plan whose programs are images, with their arguments; nobody in it is outside
     */
    public static ContainerFleet start(FleetPlan plan) {
        Host.Site site = new Host.Site(Folders.createEmpty(plan.folder()));
        Servers servers = Servers.start(plan, Folders.create(site.hosts().resolve("servers")));
        try {
            ContainerFleet fleet = new ContainerFleet(plan, site, servers);
            fleet.begin();
            return fleet;
        } catch (RuntimeException | Error e) {
            servers.close();
            throw e;
        }
    }

    private Map<String, Container> containers() {
        Iterator<Integer> ports = servers.addresses().ports().iterator();
        Map<String, Container> made = new HashMap<>();
        for (MemberPlan member : plan.members()) {
            Host host = Host.prepare(site, member);
            Folders.write(
                    host.folder().resolve(Environments.PASSWORD),
                    servers.addresses().password());
            int port = ports.next();
            Map<String, String> settings =
                    new HashMap<>(environments.of(member, Program.LOOPBACK, port, OptionalInt.empty()));
            SAID_BY_IMAGES.forEach(settings::remove);
            settings.putAll(NEEDS_ITS_CACHE);
            List<String> image = plan.programs().command(member.role().program());
            made.put(member.name(), Container.of(host, image, settings, port));
        }
        return Map.copyOf(made);
    }

    private void begin() {
        // What is stopped by a signal closes nothing: its containers would outlive it.
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(this::closeContainers));
        try {
            migrate();
            containers.values().forEach(container -> container.program().start());
            awaitReady();
        } catch (RuntimeException | Error e) {
            closeContainers();
            api.close();
            throw e;
        }
    }

    private void migrate() {
        Path folder = Folders.create(site.hosts().resolve(Migration.PROGRAM));
        Folders.write(folder.resolve(Environments.PASSWORD), servers.addresses().password());
        Folders.write(folder.resolve(Environments.ADMIN_KEY), adminKey.text());
        Map<String, String> settings = environments.ofMigrate(
                site.self().resolve(Environments.PASSWORD), site.self().resolve(Environments.ADMIN_KEY));
        Container.prepare(site, folder);
        List<String> command = Container.command(
                Container.name(Migration.PROGRAM), site, folder, plan.programs().command(Migration.PROGRAM), settings);
        Migration.run(command, settings, folder);
    }

    public void awaitReady() {
        containers.values().forEach(container -> {
            var _ = container.program().awaitReady(READY);
        });
    }

    public FleetApi api() {
        return api;
    }

    /** @param member by its name in the plan */
    public Container container(String member) {
        return containers.get(member);
    }

    /** What any of its containers may do and should not; in sentences, none where all is well. */
    public List<String> faults() {
        List<String> faults = new ArrayList<>();
        containers.values().forEach(container -> faults.addAll(container.faults()));
        return faults;
    }

    private void closeContainers() {
        containers.values().forEach(Container::close);
    }

    @Override
    public void close() {
        try (servers) {
            closeContainers();
            api.close();
        }
    }
}
