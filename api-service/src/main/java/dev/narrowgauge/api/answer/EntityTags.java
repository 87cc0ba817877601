package dev.narrowgauge.api.answer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.narrowgauge.domain.digest.Sha256;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.lang.annotation.Annotation;
import java.util.Arrays;
import org.jboss.resteasy.reactive.RestResponse.StatusCode;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Tells what each JSON document of an answer is by a tag of its content, and sends none that the caller has (RFC 9110, sections
 * 8.8.3 and 13.1.2). The tag is a weak one: the same document may come compressed or not.
 */
@Singleton
public final class EntityTags {
    private static final int CHARACTERS = 32;
    private static final Annotation[] NO_ANNOTATIONS = {};

    private final Provider<ObjectMapper> json;

    /** @param json asked for with the first answer: filters are made before there is a configuration */
    EntityTags(Provider<ObjectMapper> json) {
        this.json = json;
    }

    @ServerResponseFilter
    public void tag(ContainerRequestContext request, ContainerResponseContext response) throws JsonProcessingException {
        if (!request.getMethod().equals(HttpMethod.GET) || !isDocument(response)) {
            return;
        }
        byte[] document = document(response);
        String tag = "W/\"%s\"".formatted(Sha256.of(document).substring(0, CHARACTERS));
        response.getHeaders().putSingle(HttpHeaders.ETAG, tag);
        if (isHad(tag, request.getHeaderString(HttpHeaders.IF_NONE_MATCH))) {
            response.setStatus(StatusCode.NOT_MODIFIED);
            response.setEntity(null);
            return;
        }
        response.setEntity(document, NO_ANNOTATIONS, response.getMediaType());
    }

    private byte[] document(ContainerResponseContext response) throws JsonProcessingException {
        return switch (response.getEntity()) {
            // As they were stored, and signed.
            case byte[] stored -> stored;
            case String stored -> stored.getBytes(UTF_8);
            default -> {
                ObjectMapper mapper = json.get();
                yield mapper.writerFor(mapper.constructType(response.getEntityType()))
                        .writeValueAsBytes(response.getEntity());
            }
        };
    }

    private static boolean isDocument(ContainerResponseContext response) {
        return response.getStatus() == StatusCode.OK
                && response.hasEntity()
                && MediaType.APPLICATION_JSON_TYPE.isCompatible(response.getMediaType());
    }

    private static boolean isHad(String tag, String had) {
        return had != null
                && Arrays.stream(had.split(",", -1))
                        .map(String::strip)
                        .anyMatch(one -> one.equals("*") || one.equals(tag));
    }
}
