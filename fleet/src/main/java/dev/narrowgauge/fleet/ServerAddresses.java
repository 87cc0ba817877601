package dev.narrowgauge.fleet;

import static java.util.Locale.ROOT;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Where the servers of a fleet are, and who may use them.
 *
 * @param jdbcUrl of Postgres
 * @param owner user of the database who owns its tables; each role has one of its own beside him
 * @param password of all these users, and secret of the bucket's
 * @param kafka host and port of each broker
 * @param s3 address of the store that has the bucket
 * @param ports of this machine that nobody listens on, for the roles
 */
public record ServerAddresses(
        String jdbcUrl, String owner, String password, String kafka, String s3, List<Integer> ports) {
    public static final String BUCKET = "narrowgauge";

    /** Who may use the bucket. */
    public static final String BUCKET_USER = "narrowgauge";

    private static final Pattern PORT = Pattern.compile(":(\\d+)");

    public ServerAddresses {
        ports = List.copyOf(ports);
    }

    /**
     * With other brokers.
     *
     * @param taken how many of the ports they have
     */
    ServerAddresses withBrokers(String brokers, int taken) {
        return new ServerAddresses(jdbcUrl, owner, password, brokers, s3, ports.subList(taken, ports.size()));
    }

    /** Where these servers listen. */
    List<Integer> serverPorts() {
        return PORT.matcher(String.join(" ", jdbcUrl, kafka, s3))
                .results()
                .map(found -> Integer.valueOf(found.group(1)))
                .toList();
    }

    /** As whom the role connects to the database. */
    public static String user(Role role) {
        return "narrowgauge_" + role.name().toLowerCase(ROOT);
    }
}
