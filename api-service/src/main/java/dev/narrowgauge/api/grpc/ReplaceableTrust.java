package dev.narrowgauge.api.grpc;

import static java.util.Objects.requireNonNull;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.X509TrustManager;

/** Who vouches for the certificates of clients; others take their place while a server runs. */
public final class ReplaceableTrust implements X509TrustManager {
    private volatile X509TrustManager newest;

    public ReplaceableTrust(X509TrustManager first) {
        newest = requireNonNull(first, "first is null");
    }

    /** For handshakes that begin from now on. */
    public void replace(X509TrustManager others) {
        newest = requireNonNull(others, "others is null");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        newest.checkClientTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        newest.checkServerTrusted(chain, authType);
    }

    /** Clients are named none: a server may ask for them once for all, and a client whose authority came later would send nothing. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
