package dev.narrowgauge.api.webhook;

import java.net.ConnectException;
import javax.net.ssl.SSLException;

/** Why no answer came, as the owner of a webhook reads it. */
final class ConnectionFault {
    private ConnectionFault() {}

    static String sentence(Throwable fault) {
        return switch (fault) {
            case SSLException _ ->
                "The receiver could not be reached by TLS: its certificate is not trusted or not for its host, or it speaks no TLS there.";
            case ConnectException _ -> "The receiver took no connection.";
            case null, default -> "The connection to the receiver ended before it had answered.";
        };
    }
}
