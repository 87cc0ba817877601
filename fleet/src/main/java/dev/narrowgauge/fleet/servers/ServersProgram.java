package dev.narrowgauge.fleet.servers;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.narrowgauge.fleet.Role;
import dev.narrowgauge.fleet.ServerAddresses;
import dev.narrowgauge.servers.LoopbackPort;
import dev.narrowgauge.servers.kafka.EmbeddedKafka;
import dev.narrowgauge.servers.postgres.EmbeddedPostgres;
import java.io.OutputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * What somebody else runs for a fleet: Postgres, S3, and Kafka unless that has processes of its own. It prints
 * {@link ServerAddresses} as a line of JSON once all of them serve, and ends when its input does, so that it never outlives
 * who started it.
 */
public final class ServersProgram {
    private ServersProgram() {}

    /** @param arguments an empty folder, how many free ports to name, and whether Kafka is among the servers here */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        int ports = Integer.parseInt(arguments[1]);
        boolean hasKafka = Boolean.parseBoolean(arguments[2]);
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder.resolve("postgres"));
                EmbeddedKafka kafka = hasKafka ? EmbeddedKafka.start(folder.resolve("kafka"), 0) : null;
                S3Server s3 = S3Server.start(folder.resolve("s3"), postgres.password())) {
            createUsers(postgres);
            ServerAddresses addresses = new ServerAddresses(
                    postgres.jdbcUrl(),
                    postgres.username(),
                    postgres.password(),
                    kafka == null ? "" : kafka.bootstrapServers(),
                    s3.address(),
                    freePorts(ports));
            System.out.println(new JsonMapper().writeValueAsString(addresses));
            System.in.transferTo(OutputStream.nullOutputStream());
        }
        // The servers leave threads behind.
        System.exit(0);
    }

    private static void createUsers(EmbeddedPostgres postgres) throws SQLException {
        PGSimpleDataSource owner = new PGSimpleDataSource();
        owner.setUrl(postgres.jdbcUrl());
        owner.setUser(postgres.username());
        owner.setPassword(postgres.password());
        try (Connection connection = owner.getConnection();
                Statement statement = connection.createStatement()) {
            for (Role role : Role.values()) {
                statement.execute("CREATE ROLE %s LOGIN PASSWORD %s"
                        .formatted(
                                statement.enquoteIdentifier(ServerAddresses.user(role), true),
                                statement.enquoteLiteral(postgres.password())));
            }
        }
    }

    private static List<Integer> freePorts(int count) {
        return Stream.generate(LoopbackPort::free).distinct().limit(count).toList();
    }
}
