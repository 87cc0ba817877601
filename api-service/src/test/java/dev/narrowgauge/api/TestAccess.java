package dev.narrowgauge.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FileDescriptor;
import dev.narrowgauge.api.Contract.Operation;
import dev.narrowgauge.api.access.Access;
import dev.narrowgauge.api.access.ApiOperation;
import dev.narrowgauge.api.error.GrpcErrors;
import dev.narrowgauge.db.ApiKeyStore;
import dev.narrowgauge.domain.access.Bearer;
import dev.narrowgauge.domain.access.KeyText;
import dev.narrowgauge.domain.access.Permission;
import dev.narrowgauge.domain.access.ProjectName;
import dev.narrowgauge.domain.access.Role;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.proto.v1.ListSeriesRequest;
import dev.narrowgauge.proto.v1.RegisterNodeRequest;
import dev.narrowgauge.proto.v1.SubmitRunRequest;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every operation that the documents of the API have, over HTTP and gRPC, by everybody who may come. */
@QuarkusTest
class TestAccess extends GrpcTest {
    private static final String NOWHERE = "nowhere";
    private static final List<FileDescriptor> PROTO = List.of(
            SubmitRunRequest.getDescriptor().getFile(),
            ListSeriesRequest.getDescriptor().getFile(),
            RegisterNodeRequest.getDescriptor().getFile());

    /** Who comes. */
    private enum Visitor {
        NOBODY(ErrorCode.KEY_MISSING),
        STRANGER(ErrorCode.KEY_REFUSED),
        EXPIRED(ErrorCode.KEY_REFUSED),
        REVOKED(ErrorCode.KEY_REFUSED),
        /** Who names a project that the key is not good for. */
        ELSEWHERE(ErrorCode.ACCESS_DENIED, Role.APPROVER),
        VIEWER(Role.VIEWER),
        SUBMITTER(Role.SUBMITTER),
        APPROVER(Role.APPROVER),
        ADMIN(Role.ADMIN),
        /** With tokens of an identity provider. */
        IDENTIFIED_ONCE(ErrorCode.TOKEN_REFUSED, "{\"exp\": 1}"),
        IDENTIFIED_FOR_ANOTHER(ErrorCode.TOKEN_REFUSED, "{\"aud\": \"another\"}"),
        IDENTIFIED_WITHOUT_A_ROLE(ErrorCode.ACCESS_DENIED, "{\"groups\": []}"),
        IDENTIFIED_SUBMITTER(Role.SUBMITTER, "{}");

        private final Optional<ErrorCode> refusal;
        private final Set<Permission> permissions;
        private final Optional<String> claims;

        Visitor(ErrorCode refusal) {
            this(Optional.of(refusal), Role.ADMIN, Optional.empty());
        }

        Visitor(ErrorCode refusal, Role role) {
            this(Optional.of(refusal), role, Optional.empty());
        }

        Visitor(Role role) {
            this(Optional.empty(), role, Optional.empty());
        }

        Visitor(ErrorCode refusal, String claims) {
            this(Optional.of(refusal), Role.ADMIN, Optional.of(claims));
        }

        Visitor(Role role, String claims) {
            this(Optional.empty(), role, Optional.of(claims));
        }

        Visitor(Optional<ErrorCode> refusal, Role role, Optional<String> claims) {
            this.refusal = refusal;
            this.permissions = role.permissions();
            this.claims = claims;
        }

        /** With what an operation refuses it; empty where it lets it through. */
        private Optional<ErrorCode> refusedBy(Access access) {
            return switch (access) {
                case EVERYBODY -> Optional.empty();
                case JOIN_TOKEN -> Optional.of(ErrorCode.TOKEN_REFUSED);
                case ANY_KEY -> refusal;
                case READ -> refused(Permission.READ);
                case SUBMIT -> refused(Permission.SUBMIT);
                case APPROVE -> refused(Permission.APPROVE);
                // There are several projects, and it is of one.
                case APPROVE_FOR_ALL -> refused(Permission.ADMIN);
                case ADMIN -> refused(Permission.ADMIN);
            };
        }

        private Optional<ErrorCode> refused(Permission needed) {
            return refusal.or(
                    () -> needed.isGivenBy(permissions) ? Optional.empty() : Optional.of(ErrorCode.ACCESS_DENIED));
        }
    }

    @ConfigProperty(name = "narrowgauge.oidc.company.issuer")
    String issuer;

    @BeforeEach
    void makeAnotherProject() {
        if (http.get("/v1/projects").items().size() == 1) {
            http.post("/v1/projects", "{\"name\": \"of-the-matrix\"}").with(201);
        }
    }

    /** One that is missing would be refused to everybody, and one too many is nobody's. */
    @Test
    void tableHasEveryOperationOfTheDocuments() {
        Set<String> documented = new HashSet<>(methods());
        http.contract().operations().forEach(operation -> documented.add(operation.id()));
        assertThat(Arrays.stream(ApiOperation.values())
                        .flatMap(operation -> operation.names().stream())
                        .toList())
                .containsExactlyInAnyOrderElementsOf(documented);
    }

    @ParameterizedTest
    @EnumSource
    void operationsOfHttpAreForThoseWhoMay(Visitor visitor) {
        Http holder = http.with(bearer(visitor));
        Http client = visitor == Visitor.ELSEWHERE ? holder.about(NOWHERE) : holder;
        for (Operation operation : http.contract().operations()) {
            Http.Answer answer = called(client, operation);
            Optional<ErrorCode> refusal = visitor.refusedBy(access(operation.id()));
            if (refusal.isEmpty()) {
                assertThat(answer.status())
                        .as("%s by %s: %s", operation.id(), visitor, answer.text())
                        .isNotIn(401, 403)
                        .isLessThan(500);
                continue;
            }
            answer.problem(refusal.get());
            assertThat(answer.header("WWW-Authenticate"))
                    .isEqualTo(answer.status() == 401 ? "Bearer realm=\"narrowgauge\"" : null);
        }
    }

    @ParameterizedTest
    @EnumSource
    void methodsOfGrpcAreForThoseWhoMay(Visitor visitor) {
        ManagedChannel channel = channel(bearer(visitor));
        Channel client = visitor == Visitor.ELSEWHERE ? ClientInterceptors.intercept(channel, elsewhere()) : channel;
        try {
            for (String method : methods()) {
                Optional<String> code = code(client, method);
                Optional<ErrorCode> refusal = visitor.refusedBy(access(method));
                if (refusal.isPresent()) {
                    assertThat(code)
                            .as("%s by %s", method, visitor)
                            .contains(refusal.get().name());
                } else {
                    assertThat(code)
                            .as("%s by %s", method, visitor)
                            .isNotIn(refusals().stream().map(Optional::of).toArray());
                }
            }
        } finally {
            channel.shutdownNow();
        }
    }

    /** What a client takes for the service's fault it tries again. */
    @Test
    void whatIsNoKeyIsRefusedAndNotTold() {
        for (String sent : List.of("Basic YTpi", "Bearer narrowgauge_node_x", "Bearer " + key.text() + "x")) {
            Http.Answer answer = http.with(Optional.empty()).get("/v1/runs", "Authorization", sent);
            assertThat(answer.problem(ErrorCode.KEY_REFUSED)).doesNotContain(sent);
        }
    }

    private static ClientInterceptor elsewhere() {
        Metadata headers = new Metadata();
        headers.put(
                Metadata.Key.of(ProjectName.HEADER.toLowerCase(Locale.ROOT), Metadata.ASCII_STRING_MARSHALLER),
                NOWHERE);
        return MetadataUtils.newAttachHeadersInterceptor(headers);
    }

    private static List<String> refusals() {
        return EnumSet.of(
                        ErrorCode.KEY_MISSING, ErrorCode.KEY_REFUSED, ErrorCode.TOKEN_REFUSED, ErrorCode.ACCESS_DENIED)
                .stream()
                .map(ErrorCode::name)
                .toList();
    }

    private static Access access(String name) {
        return ApiOperation.ofName(name).orElseThrow().access();
    }

    /** So that nothing changes: what is named is not there, and what is sent cannot be meant. */
    private static Http.Answer called(Http client, Operation operation) {
        String path = operation.pathOf("nope");
        if (operation.id().startsWith("upload")) {
            return client.upload(path + "?name=nope", "kind=nothing".getBytes(UTF_8));
        }
        return switch (operation.method()) {
            case "POST" -> client.post(path, "[]");
            case "DELETE" -> client.delete(path);
            default -> client.get(path);
        };
    }

    /** The code of the failure; empty where there was none. */
    private static Optional<String> code(Channel client, String method) {
        MethodDescriptor<byte[], byte[]> descriptor = MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(MethodDescriptor.MethodType.SERVER_STREAMING)
                .setFullMethodName(method)
                .setRequestMarshaller(new Bytes())
                .setResponseMarshaller(new Bytes())
                .build();
        CallOptions limited = CallOptions.DEFAULT.withDeadlineAfter(LIMIT.toSeconds(), TimeUnit.SECONDS);
        try {
            ClientCalls.blockingServerStreamingCall(client, descriptor, limited, new byte[0])
                    .forEachRemaining(_ -> {});
            return Optional.empty();
        } catch (StatusRuntimeException e) {
            assertThat(e.getTrailers()).as("%s: %s", method, e.getMessage()).isNotNull();
            return Optional.ofNullable(e.getTrailers().get(GrpcErrors.ERROR_CODE));
        }
    }

    /** Full names. */
    private static List<String> methods() {
        return PROTO.stream()
                .flatMap(file -> file.getServices().stream())
                .flatMap(service ->
                        service.getMethods().stream().map(method -> service.getFullName() + '/' + method.getName()))
                .toList();
    }

    private Optional<? extends Bearer> bearer(Visitor visitor) {
        return visitor.claims.isPresent() ? visitor.claims.map(new Issuer(issuer)::token) : key(visitor);
    }

    private Optional<KeyText> key(Visitor visitor) {
        if (visitor == Visitor.NOBODY) {
            return Optional.empty();
        }
        KeyText made = KeyText.random();
        if (visitor == Visitor.STRANGER) {
            return Optional.of(made);
        }
        Optional<Duration> lifetime = visitor == Visitor.EXPIRED ? Optional.of(Duration.ZERO) : Optional.empty();
        keys.add(made, new ApiKeyStore.Wanted("of the matrix", visitor.permissions, lifetime, Optional.empty()));
        if (visitor == Visitor.REVOKED) {
            keys.revoke(made.id());
        }
        return Optional.of(made);
    }

    /** Messages as they are sent; one of no bytes has all fields unset. */
    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] message) {
            return new ByteArrayInputStream(message);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
