package dev.narrowgauge.fleet;

import static java.util.Comparator.reverseOrder;

import dev.narrowgauge.domain.access.KeyText;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;

/**
 * A deployment on one machine: servers in a process of their own, and programs of the roles, each on a machine that shares
 * no folder with the others, as its {@link Host} makes it. What is left of it when it is closed, logs above all, stays until
 * the next begins in the same folder.
 */
public final class Fleet implements AutoCloseable {
    private static final Duration READY = Duration.ofMinutes(5);
    private static final int HEARTBEATS_OF_A_LEASE = 5;

    private final FleetPlan plan;
    private final Host.Site site;
    private final Servers servers;
    private final List<Member> members = new ArrayList<>();
    private final KeyText adminKey = KeyText.random();
    private final FleetApi api;

    private Fleet(FleetPlan plan, Host.Site site, Servers servers) {
        this.plan = plan;
        this.site = site;
        this.servers = servers;
        List<Integer> ports = servers.addresses().ports();
        for (int i = 0; i < plan.members().size(); i++) {
            members.add(member(plan.members().get(i), ports.get(i)));
        }
        this.api = new FleetApi(
                members(Role.API).stream().map(member -> member.program().port()).toList(), adminKey);
    }

    /** Why there can be none on this machine; empty where there can. */
    public static Optional<String> whyNot() {
        return ProcessorView.whyNot().or(Host::whyNot);
    }

    /** Returns when every program says that it does its work. */
    public static Fleet start(FleetPlan plan) {
        Host.Site site = new Host.Site(emptied(plan.folder()));
        Path ofServers = folder(site.hosts().resolve("servers"));
        Servers servers =
                Servers.start(plan.checkout(), ofServers, plan.members().size());
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
            members.forEach(member -> member.program().start());
            awaitReady();
        } catch (RuntimeException | Error e) {
            closeMembers();
            api.close();
            throw e;
        }
    }

    public void awaitReady() {
        members.forEach(member -> {
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
        return List.copyOf(members);
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

    private void migrate() {
        Path folder = folder(site.hosts().resolve("migrate"));
        Path log = folder.resolve("migrate.log");
        Map<String, String> settings = connections(servers.addresses().owner(), password(folder));
        for (Role role : Role.values()) {
            settings.put("NARROWGAUGE_USERS_" + role, ServerAddresses.user(role));
        }
        settings.put("NARROWGAUGE_ADMIN_KEY", adminKey.text());
        ProcessBuilder builder = new ProcessBuilder(plan.programs().command("migrate"))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(log.toFile()));
        builder.environment().putAll(settings);
        try {
            int status = builder.start().waitFor();
            if (status != 0) {
                throw new NarrowgaugeException(
                        ErrorCode.INTERNAL_ERROR, "migrate ended with status %d; %s says why.".formatted(status, log));
            }
        } catch (IOException e) {
            throw new NarrowgaugeException(ErrorCode.INTERNAL_ERROR, "migrate cannot be started: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while the schema was migrated");
        }
    }

    private Member member(MemberPlan member, int port) {
        Host host = Host.prepare(site, member);
        var _ = password(host.folder());
        Map<String, String> settings =
                connections(ServerAddresses.user(member.role()), site.self().resolve("database-password"));
        settings.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        settings.put("QUARKUS_HTTP_PORT", String.valueOf(port));
        settings.put("NARROWGAUGE_DATA_DIR", site.self().resolve("data").toString());
        settings.put("NARROWGAUGE_MACHINE_LOCK", site.machineLock().toString());
        settings.putAll(bucket());
        settings.putAll(ofRole(member));
        List<String> command =
                host.command(plan.programs().command(member.role().program()));
        return new Member(member, new Program(command, settings, host.folder().resolve("log"), port));
    }

    private Map<String, String> ofRole(MemberPlan member) {
        Map<String, String> settings = new HashMap<>();
        String prefix = "NARROWGAUGE_%s_".formatted(member.role());
        plan.lease().ifPresent(lease -> settings.put(prefix + "GRACE", lease.toMillis() + "ms"));
        if (member.role() == Role.API) {
            settings.put(prefix + "GRPC_PORT", "0");
            return settings;
        }
        plan.lease().ifPresent(lease -> {
            settings.put(prefix + "LEASE", lease.toMillis() + "ms");
            settings.put(prefix + "HEARTBEAT", lease.toMillis() / HEARTBEATS_OF_A_LEASE + "ms");
        });
        if (member.role() == Role.AGENT) {
            settings.put(prefix + "NAME", member.name());
            plan.forks().ifPresent(forks -> settings.put(prefix + "FORKS", String.valueOf(forks)));
        }
        return settings;
    }

    private Map<String, String> connections(String user, Path password) {
        Map<String, String> settings = new HashMap<>();
        settings.put("QUARKUS_DATASOURCE_JDBC_URL", addresses().jdbcUrl());
        settings.put("QUARKUS_DATASOURCE_USERNAME", user);
        settings.put("QUARKUS_DATASOURCE_PASSWORD_FILE", password.toString());
        settings.put("KAFKA_BOOTSTRAP_SERVERS", addresses().kafka());
        return settings;
    }

    private Map<String, String> bucket() {
        return Map.of(
                "NARROWGAUGE_BLOB_S3_BUCKET",
                ServerAddresses.BUCKET,
                "NARROWGAUGE_BLOB_S3_REGION",
                "us-east-1",
                "NARROWGAUGE_BLOB_S3_ENDPOINT",
                addresses().s3(),
                "AWS_ACCESS_KEY_ID",
                ServerAddresses.BUCKET_USER,
                "AWS_SECRET_ACCESS_KEY",
                addresses().password());
    }

    private Path password(Path folder) {
        Path file = folder.resolve("database-password");
        try {
            return Files.writeString(file, addresses().password() + "\n");
        } catch (IOException e) {
            throw notWritable(file, e);
        }
    }

    private static Path folder(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw notWritable(folder, e);
        }
    }

    private static Path emptied(Path folder) {
        try {
            if (Files.exists(folder)) {
                try (Stream<Path> files = Files.walk(folder)) {
                    for (Path file : files.sorted(reverseOrder()).toList()) {
                        Files.delete(file);
                    }
                }
            }
            return Files.createDirectories(folder).toRealPath();
        } catch (IOException e) {
            throw notWritable(folder, e);
        }
    }

    private static NarrowgaugeException notWritable(Path path, IOException e) {
        return new NarrowgaugeException(
                ErrorCode.OUTPUT_NOT_WRITABLE, "%s cannot be written or deleted: %s".formatted(path, e), e);
    }

    private void closeMembers() {
        members.forEach(member -> member.program().close());
    }

    @Override
    public void close() {
        try (servers) {
            closeMembers();
            api.close();
        }
    }
}
