package dev.narrowgauge.gateway;

import static java.util.Objects.requireNonNull;

import io.grpc.Metadata;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How an agent comes to the gateway.
 *
 * @param token of its node
 * @param authorities certificates of those who vouch for the server, as PEM; those of this Java unless given
 * @param identity of the agent, for a gateway that asks for one
 */
public record GatewayAccess(
        GatewayAddress address, String token, Optional<Path> authorities, Optional<Identity> identity) {
    /**
     * By which the agent proves who it is, beside its token.
     *
     * @param certificate and those of who vouches for it, as PEM
     * @param key of the certificate, as PEM (PKCS #8)
     */
    public record Identity(Path certificate, Path key) {
        public Identity {
            requireNonNull(certificate, "certificate is null");
            requireNonNull(key, "key is null");
        }
    }

    /** The word {@link #BEARER} and the token. */
    public static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    /** Name of the agent's process. */
    public static final Metadata.Key<String> AGENT =
            Metadata.Key.of("narrowgauge-agent", Metadata.ASCII_STRING_MARSHALLER);

    /** Of the agent's program. */
    public static final Metadata.Key<String> VERSION =
            Metadata.Key.of("narrowgauge-agent-version", Metadata.ASCII_STRING_MARSHALLER);

    /** Name of the {@link dev.narrowgauge.domain.error.ErrorCode} of a failure, in the trailers. */
    public static final Metadata.Key<String> ERROR_CODE =
            Metadata.Key.of("narrowgauge-error-code", Metadata.ASCII_STRING_MARSHALLER);

    public static final String BEARER = "Bearer ";

    public GatewayAccess {
        requireNonNull(address, "address is null");
        requireNonNull(token, "token is null");
        requireNonNull(authorities, "authorities is null");
        requireNonNull(identity, "identity is null");
    }

    /** Without the token. */
    @Override
    public String toString() {
        return address.toString();
    }
}
