package dev.narrowgauge.api.wiring;

import dev.narrowgauge.api.access.AdminKey;
import dev.narrowgauge.api.access.AuditTrail;
import dev.narrowgauge.api.access.Buckets;
import dev.narrowgauge.api.access.ClientAddress;
import dev.narrowgauge.api.access.CurrentProject;
import dev.narrowgauge.api.access.Guard;
import dev.narrowgauge.api.access.KnownKeys;
import dev.narrowgauge.api.access.KnownProjects;
import dev.narrowgauge.api.identity.IdentityTokens;
import dev.narrowgauge.api.identity.OidcConfig;
import dev.narrowgauge.api.identity.Providers;
import dev.narrowgauge.api.identity.SignIns;
import dev.narrowgauge.db.ApiKeyStore;
import dev.narrowgauge.db.AuditStore;
import dev.narrowgauge.db.IdentitySessionStore;
import dev.narrowgauge.db.PageSessionStore;
import dev.narrowgauge.db.ProjectStore;
import dev.narrowgauge.db.TenantStores;
import dev.narrowgauge.db.notify.Notifications;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;

/** Makes what knows callers, what they may do and how often, and what is theirs, where that needs more than other beans. */
@Singleton
final class AccessAssembly {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final ApiConfig config;

    AccessAssembly(ApiConfig config) {
        this.config = config;
    }

    @Produces
    @Singleton
    KnownKeys knownKeys(
            ApiKeyStore keys,
            PageSessionStore sessions,
            IdentitySessionStore identities,
            AdminKey adminKey,
            Notifications notifications) {
        return KnownKeys.over(
                keys,
                sessions,
                identities,
                adminKey,
                notifications,
                Clock.systemUTC(),
                buckets("unknown-keys", config.limits().unknownKeys(), MINUTE));
    }

    @Produces
    @Singleton
    ClientAddress clientAddress() {
        return new ClientAddress(config.behindTlsProxy());
    }

    @Produces
    @Singleton
    AuditTrail auditTrail(AuditStore store) {
        return new AuditTrail(store, buckets("refusals", config.limits().refusals(), MINUTE));
    }

    @Produces
    @Singleton
    KnownProjects knownProjects(ProjectStore projects, Notifications notifications) {
        return KnownProjects.over(projects, notifications);
    }

    /** What callers see; who serves all projects is given the stores one by one. */
    @Produces
    @Singleton
    TenantStores tenantStores(DataSource database, CurrentProject project) {
        return TenantStores.over(database, project::scope);
    }

    @Produces
    @Singleton
    Providers providers(OidcConfig settings) {
        return Providers.of(settings);
    }

    @Produces
    @Singleton
    IdentityTokens identityTokens(Providers providers) {
        return IdentityTokens.of(providers, Clock.systemUTC());
    }

    @Produces
    @Singleton
    SignIns signIns(IdentityTokens tokens) {
        return SignIns.of(tokens);
    }

    @Produces
    @Singleton
    Guard guard(KnownKeys keys, IdentityTokens tokens) {
        return new Guard(
                keys,
                tokens,
                config.auth(),
                buckets("calls", config.limits().calls(), config.limits().callsIn()));
    }

    /** @param setting the one that says how many each holds */
    private static <K> Buckets<K> buckets(String setting, int size, Duration refill) {
        if (size < 1) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "narrowgauge.api.limits.%s is %d; it must be a whole number from 1.".formatted(setting, size));
        }
        return new Buckets<>(size, refill, System::nanoTime);
    }
}
