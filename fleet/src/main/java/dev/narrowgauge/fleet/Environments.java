package dev.narrowgauge.fleet;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/** What the programs of a fleet are told by variables of their environment. */
record Environments(FleetPlan plan, Host.Site site, ServerAddresses addresses) {
    /** Files with secrets, in the folder of each machine. */
    static final String PASSWORD = "database-password";

    static final String TOKEN = "node-token";
    static final String ADMIN_KEY = "admin-key";

    private static final int HEARTBEATS_OF_A_LEASE = 5;

    Environments {
        requireNonNull(plan, "plan is null");
        requireNonNull(site, "site is null");
        requireNonNull(addresses, "addresses is null");
    }

    /**
     * @param password file with it
     * @param adminKey file with it
     */
    Map<String, String> ofMigrate(Path password, Path adminKey) {
        Map<String, String> settings = connections(addresses.owner(), password);
        for (Role role : Role.values()) {
            settings.put("NARROWGAUGE_USERS_" + role, ServerAddresses.user(role));
        }
        settings.put("NARROWGAUGE_ADMIN_KEY_FILE", adminKey.toString());
        return settings;
    }

    /**
     * Of a program on its machine.
     *
     * @param host address of its health checks, and of an API's REST
     * @param port of the same
     * @param gateway port of an API's gRPC, for machines outside; empty for any, on the loopback interface
     */
    Map<String, String> of(MemberPlan member, String host, int port, OptionalInt gateway) {
        Map<String, String> settings = new HashMap<>();
        if (member.outside()) {
            settings.put(
                    "NARROWGAUGE_AGENT_GATEWAY_TOKEN_FILE",
                    site.self().resolve(TOKEN).toString());
            // The link leads to this machine and nowhere else.
            settings.put("NARROWGAUGE_AGENT_GATEWAY_PLAIN_TEXT", "true");
        } else {
            settings.putAll(
                    connections(ServerAddresses.user(member.role()), site.self().resolve(PASSWORD)));
            settings.putAll(bucket());
        }
        settings.put("QUARKUS_HTTP_HOST", host);
        settings.put("QUARKUS_HTTP_PORT", String.valueOf(port));
        settings.put("NARROWGAUGE_DATA_DIR", site.self().resolve("data").toString());
        settings.put("NARROWGAUGE_MACHINE_LOCK", site.machineLock().toString());
        settings.putAll(member.role() == Role.API ? ofApi(gateway) : ofTasks(member));
        return settings;
    }

    private Map<String, String> ofApi(OptionalInt gateway) {
        Map<String, String> settings = new HashMap<>();
        plan.lease().ifPresent(lease -> settings.put("NARROWGAUGE_API_GRACE", lease.toMillis() + "ms"));
        settings.put("NARROWGAUGE_API_GRPC_PORT", String.valueOf(gateway.orElse(0)));
        if (gateway.isPresent()) {
            settings.put("NARROWGAUGE_API_GRPC_HOST", NetworkNamespace.GATEWAY);
            settings.put("NARROWGAUGE_API_BEHIND_TLS_PROXY", "true");
        }
        return settings;
    }

    private Map<String, String> ofTasks(MemberPlan member) {
        Map<String, String> settings = new HashMap<>();
        String prefix = "NARROWGAUGE_%s_".formatted(member.role());
        plan.lease().ifPresent(lease -> {
            settings.put(prefix + "GRACE", lease.toMillis() + "ms");
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
        settings.put("QUARKUS_DATASOURCE_JDBC_URL", addresses.jdbcUrl());
        settings.put("QUARKUS_DATASOURCE_USERNAME", user);
        settings.put("QUARKUS_DATASOURCE_PASSWORD_FILE", password.toString());
        settings.put("KAFKA_BOOTSTRAP_SERVERS", addresses.kafka());
        if (plan.hasBrokerCluster()) {
            settings.put("NARROWGAUGE_TOPICS_REPLICAS", String.valueOf(plan.brokers()));
        }
        return settings;
    }

    private Map<String, String> bucket() {
        return Map.of(
                "NARROWGAUGE_BLOB_S3_BUCKET",
                ServerAddresses.BUCKET,
                "NARROWGAUGE_BLOB_S3_REGION",
                "us-east-1",
                "NARROWGAUGE_BLOB_S3_ENDPOINT",
                addresses.s3(),
                "AWS_ACCESS_KEY_ID",
                ServerAddresses.BUCKET_USER,
                "AWS_SECRET_ACCESS_KEY",
                addresses.password());
    }
}
