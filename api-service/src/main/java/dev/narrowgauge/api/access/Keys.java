package dev.narrowgauge.api.access;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.api.error.PlainText;
import dev.narrowgauge.db.ApiKey;
import dev.narrowgauge.db.ApiKeyStore;
import dev.narrowgauge.db.Project;
import dev.narrowgauge.domain.access.KeyText;
import dev.narrowgauge.domain.access.Permission;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The API keys of a deployment. */
@Singleton
public final class Keys {
    static final int MAX_NAME = 200;
    static final int USUAL_DAYS = 90;
    static final String MOST_DAYS_TEXT = "3650";
    static final int USUAL_OVERLAP_HOURS = 24;
    static final String MOST_OVERLAP_HOURS_TEXT = "8760";
    private static final int MOST_DAYS = Integer.parseInt(MOST_DAYS_TEXT);
    private static final int MOST_OVERLAP_HOURS = Integer.parseInt(MOST_OVERLAP_HOURS_TEXT);

    private final ApiKeyStore store;
    private final KnownKeys known;
    private final KnownProjects projects;

    Keys(ApiKeyStore store, KnownKeys known, KnownProjects projects) {
        this.store = requireNonNull(store, "store is null");
        this.known = requireNonNull(known, "known is null");
        this.projects = requireNonNull(projects, "projects is null");
    }

    /** @param own the project of the call */
    NewKey create(KeyRequest request, Caller maker, CurrentProject own) {
        if (request == null) {
            throw invalid("The request has no body; it must be a JSON object with the fields 'name' and 'scopes'.");
        }
        String name = PlainText.require("Field 'name', by which people know the key,", request.name(), MAX_NAME);
        Set<Permission> permissions = permissions(request.scopes());
        KeyText text = KeyText.random();
        Optional<Duration> lifetime = Optional.of(lifetime(request.expiresInDays()));
        ApiKeyStore.Wanted wanted =
                new ApiKeyStore.Wanted(name, permissions, projects(request.projects(), own), lifetime, maker.keyId());
        return told(store.add(text, wanted), text);
    }

    List<KeyView> list() {
        return store.list().stream()
                .map(key -> KeyView.of(key, projectNames(key)))
                .toList();
    }

    NewKey rotate(String id, RotationRequest request, Caller maker) {
        RotationRequest asked = request == null ? new RotationRequest(null, null) : request;
        int hours = within("overlapHours", asked.overlapHours(), 0, MOST_OVERLAP_HOURS, USUAL_OVERLAP_HOURS);
        KeyText text = KeyText.random();
        ApiKey next = store.rotate(
                        uuid(id),
                        text,
                        Duration.ofHours(hours),
                        Optional.of(lifetime(asked.expiresInDays())),
                        maker.keyId())
                .orElseThrow(() -> none(id));
        known.changed();
        return told(next, text);
    }

    KeyView revoke(String id) {
        ApiKey revoked = store.revoke(uuid(id)).orElseThrow(() -> none(id));
        known.changed();
        return KeyView.of(revoked, projectNames(revoked));
    }

    private NewKey told(ApiKey key, KeyText text) {
        return NewKey.of(key, text, projectNames(key));
    }

    /** Of those that there still are. */
    private List<String> projectNames(ApiKey key) {
        return projects.list().stream()
                .filter(project -> key.projects().contains(project.id()))
                .map(Project::name)
                .toList();
    }

    private Set<UUID> projects(List<String> names, CurrentProject own) {
        if (names == null || names.isEmpty()) {
            return Set.of(own.get().id());
        }
        return names.stream()
                .map(name -> projects.named(String.valueOf(name)).orElseThrow(() -> ProjectChoice.none(name)))
                .map(Project::id)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Set<Permission> permissions(List<String> scopes) {
        if (scopes == null || scopes.isEmpty()) {
            throw invalid("Field 'scopes' is missing or empty; it must list what the key is good for: %s."
                    .formatted(permissionWords()));
        }
        EnumSet<Permission> permissions = EnumSet.noneOf(Permission.class);
        for (int i = 0; i < scopes.size(); i++) {
            permissions.add(permission(i, String.valueOf(scopes.get(i))));
        }
        return permissions;
    }

    private static Permission permission(int place, String word) {
        return Permission.ofWord(word)
                .orElseThrow(() -> invalid(
                        "Field 'scopes[%d]' is '%s'; it must be one of %s.".formatted(place, word, permissionWords())));
    }

    private static String permissionWords() {
        return Arrays.stream(Permission.values()).map(Permission::word).collect(Collectors.joining(", "));
    }

    private static Duration lifetime(Integer days) {
        return Duration.ofDays(within("expiresInDays", days, 1, MOST_DAYS, USUAL_DAYS));
    }

    private static int within(String field, Integer given, int least, int most, int usual) {
        if (given == null) {
            return usual;
        }
        if (given < least || given > most) {
            throw invalid(
                    "Field '%s' is %d; it must be a whole number from %d to %d.".formatted(field, given, least, most));
        }
        return given;
    }

    private static UUID uuid(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw none(id);
        }
    }

    private static NarrowgaugeException none(String id) {
        return new NarrowgaugeException(
                ErrorCode.NOT_FOUND,
                "There is no API key '%s', or it is not good any more; GET /v1/keys lists all.".formatted(id));
    }

    private static NarrowgaugeException invalid(String sentence) {
        return new NarrowgaugeException(ErrorCode.REQUEST_INVALID, sentence);
    }
}
