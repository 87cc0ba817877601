package dev.narrowgauge.servers.kafka;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where clients come by TLS and with a password alone, and may do what rules allow each of them. The broker's own listener stays
 * as it is: who comes there may do everything, such as make those rules.
 *
 * @param port on the loopback interface
 * @param keyStore of the broker's certificate and its key (PKCS #12)
 * @param keyStorePassword of that file
 * @param passwords by the names of users; without quotation marks
 */
public record ProtectedListener(int port, Path keyStore, String keyStorePassword, Map<String, String> passwords) {
    private static final String NAME = "CLIENTS";
    private static final String PREFIX = "listener.name.clients.";

    public ProtectedListener {
        requireNonNull(keyStore, "keyStore is null");
        requireNonNull(keyStorePassword, "keyStorePassword is null");
        passwords = Map.copyOf(passwords);
    }

    /** Adds it to the listeners that a broker has already. */
    void addTo(Map<String, String> properties) {
        String address = "%s://%s:%d".formatted(NAME, KafkaSettings.HOST, port);
        join(properties, "listeners", address);
        join(properties, "advertised.listeners", address);
        join(properties, "listener.security.protocol.map", NAME + ":SASL_SSL");
        properties.put("sasl.enabled.mechanisms", "PLAIN");
        properties.put(PREFIX + "plain.sasl.jaas.config", users());
        properties.put(PREFIX + "ssl.keystore.type", "PKCS12");
        properties.put(PREFIX + "ssl.keystore.location", keyStore.toString());
        properties.put(PREFIX + "ssl.keystore.password", keyStorePassword);
        properties.put(PREFIX + "ssl.key.password", keyStorePassword);
        properties.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        properties.put("super.users", "User:ANONYMOUS");
    }

    private static void join(Map<String, String> properties, String name, String value) {
        properties.merge(name, value, (before, added) -> before + "," + added);
    }

    private String users() {
        return passwords.entrySet().stream()
                .map(user -> "user_%s=\"%s\"".formatted(user.getKey(), user.getValue()))
                .collect(joining(" ", "org.apache.kafka.common.security.plain.PlainLoginModule required ", ";"));
    }

    /** Without the passwords. */
    @Override
    public String toString() {
        return "%s:%d".formatted(KafkaSettings.HOST, port);
    }
}
