package dev.narrowgauge.api.grpc;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.concurrent.atomic.AtomicReferenceArray;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Keys of a server that others take the place of while it runs. A handshake first chooses a key and then asks for it by an
 * alias: that says whether it is of the newest keys or of those before, so that it never gets the certificate of another.
 */
public final class ReplaceableKeys extends X509ExtendedKeyManager {
    /** Of an alias: the place of its keys as one digit. */
    private static final int PREFIX = 1;

    private final AtomicReferenceArray<X509ExtendedKeyManager> keys = new AtomicReferenceArray<>(2);
    private volatile int newest;

    public ReplaceableKeys(X509ExtendedKeyManager first) {
        keys.set(0, first);
    }

    /** For handshakes that begin from now on. */
    public synchronized void replace(X509ExtendedKeyManager others) {
        int next = 1 - newest;
        keys.set(next, others);
        newest = next;
    }

    @Override
    public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        int place = newest;
        return alias(place, keys.get(place).chooseEngineServerAlias(keyType, issuers, engine));
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        int place = newest;
        return alias(place, keys.get(place).chooseServerAlias(keyType, issuers, socket));
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        int place = newest;
        String[] aliases = keys.get(place).getServerAliases(keyType, issuers);
        if (aliases == null) {
            return new String[0];
        }
        String[] placed = new String[aliases.length];
        for (int i = 0; i < aliases.length; i++) {
            placed[i] = alias(place, aliases[i]);
        }
        return placed;
    }

    private static String alias(int place, String alias) {
        return alias == null ? null : place + alias;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return keysOf(alias).getCertificateChain(alias.substring(PREFIX));
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return keysOf(alias).getPrivateKey(alias.substring(PREFIX));
    }

    private X509ExtendedKeyManager keysOf(String alias) {
        return keys.get(Character.digit(alias.charAt(0), 10));
    }

    /** A server has none for clients. */
    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        return null;
    }

    /** A server has none for clients. */
    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return new String[0];
    }
}
