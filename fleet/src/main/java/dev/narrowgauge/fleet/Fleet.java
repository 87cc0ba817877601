package dev.narrowgauge.fleet;

import dev.narrowgauge.domain.access.KeyText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A deployment on one machine: servers in a process of their own, and programs of the roles, each on a machine that shares
 * no folder with the others, as its {@link Host} makes it. What is left of it when it is closed, logs above all, stays until
 * the next begins in the same folder.
 */
public final class Fleet implements AutoCloseable {
    private static final Duration READY = Duration.ofMinutes(5);

    private final FleetPlan plan;
    private final Host.Site site;
    private final Servers servers;
    private final List<Member> members;
    private final KeyText adminKey = KeyText.random();
    private final FleetApi api;

    private Fleet(FleetPlan plan, Host.Site site, Servers servers) {
        this.plan = plan;
        this.site = site;
        this.servers = servers;
        this.members = Members.of(plan, site, servers.addresses());
        this.api = new FleetApi(
                members(Role.API).stream()
                        .map(member -> member.program().port())
                        .toList(),
                adminKey);
    }

    /** Why there can be none on this machine; empty where there can. */
    public static Optional<String> whyNot() {
        return ProcessorView.whyNot().or(Host::whyNot);
    }

    /** Returns when every program says that it does its work. */
    public static Fleet start(FleetPlan plan) {
        Host.Site site = new Host.Site(Folders.createEmpty(plan.folder()));
        Path ofServers = Folders.create(site.hosts().resolve("servers"));
        Servers servers = Servers.start(plan, ofServers);
        try {
            Fleet fleet = new Fleet(plan, site, servers);
            fleet.begin();
            return fleet;
        } catch (RuntimeException | Error e) {
            servers.close();
            throw e;
        }
    }

    private void begin() {
        // What is stopped by a signal closes nothing: its programs would outlive it.
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(this::closeMembers));
        try {
            migrate();
            // Before an API listens at the address that it has there.
            members.forEach(Fleet::openNetwork);
            startMembers();
        } catch (RuntimeException | Error e) {
            closeMembers();
            api.close();
            throw e;
        }
    }

    private static void openNetwork(Member member) {
        member.link().ifPresent(link -> {
            link.network().open();
            link.network().restrict(link.gateway(), member.program().port());
        });
    }

    /** Who is outside comes last, with a token that an API has made. */
    private void startMembers() {
        List<Member> outside =
                members.stream().filter(member -> member.link().isPresent()).toList();
        members.stream()
                .filter(member -> member.link().isEmpty())
                .forEach(member -> member.program().start());
        if (!outside.isEmpty()) {
            awaitReady(members(Role.API));
            outside.forEach(this::startOutside);
        }
        awaitReady();
    }

    private void startOutside(Member member) {
        Path token = site.hosts().resolve(member.name()).resolve(Environments.TOKEN);
        Folders.write(token, api.nodeToken(member.name()));
        member.program().start();
    }

    public void awaitReady() {
        awaitReady(members);
    }

    private static void awaitReady(List<Member> started) {
        started.forEach(member -> {
            var _ = member.program().awaitReady(READY);
        });
    }

    public FleetApi api() {
        return api;
    }

    public ServerAddresses addresses() {
        return servers.addresses();
    }

    public List<Member> members() {
        return members;
    }

    public List<Member> members(Role role) {
        return members.stream().filter(member -> member.plan().role() == role).toList();
    }

    /** Of its agents, in their order. */
    public List<String> deviceClasses() {
        return members(Role.AGENT).stream()
                .map(member -> member.plan().deviceClass())
                .toList();
    }

    /** Where the folders of all machines are; each sees its own alone, and not here. */
    public Path hosts() {
        return site.hosts();
    }

    /** As {@code kill -9} does; it is started again at once, on what it had written. */
    public void killPostgres() {
        servers.killPostgres();
    }

    /** Fails where the plan has one broker only. */
    public BrokerCluster brokers() {
        return servers.brokers().orElseThrow();
    }

    /**
     * Of all that listens for the fleet, what machines outside reach besides their gateways, and gateways that they do not
     * reach; in sentences, none where all is well.
     */
    public List<String> linkFaults() {
        Set<Integer> ports = new TreeSet<>(addresses().serverPorts());
        members(Role.API).forEach(member -> ports.add(member.program().port()));
        members.forEach(member -> member.link().ifPresent(link -> ports.add(link.gateway())));
        List<String> faults = new ArrayList<>();
        members.forEach(member -> member.link().ifPresent(link -> faults.addAll(link.faults(member.name(), ports))));
        return faults;
    }

    private void migrate() {
        Path folder = Folders.create(site.hosts().resolve(Migration.PROGRAM));
        Path password = folder.resolve(Environments.PASSWORD);
        Folders.write(password, addresses().password());
        Path key = folder.resolve(Environments.ADMIN_KEY);
        Folders.write(key, adminKey.text());
        Migration.run(
                plan.programs().command(Migration.PROGRAM),
                new Environments(plan, site, addresses()).ofMigrate(password, key),
                folder);
    }

    private void closeMembers() {
        members.forEach(member -> member.program().close());
        members.forEach(member -> member.link().ifPresent(link -> link.network().close()));
    }

    @Override
    public void close() {
        try (servers) {
            closeMembers();
            api.close();
        }
    }
}
