package dev.narrowgauge.api.variant;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.narrowgauge.api.verdict.InstallationKey;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.proof.ModelSignature;
import dev.narrowgauge.domain.proof.ModelSigningKey;
import dev.narrowgauge.domain.variant.Variant;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Signatures of the files of variants, and the key that they are checked with (ADR 55). */
@Path("/v1")
@Tag(name = "variants")
@RunOnVirtualThread
public final class ModelSignatureResource {
    private static final String PEM = "application/x-pem-file";

    private final Variants variants;
    private final InstallationKey key;

    ModelSignatureResource(Variants variants, InstallationKey key) {
        this.variants = variants;
        this.key = key;
    }

    @GET
    @Path("variants/{id}/signature")
    @Produces(ModelSignature.MEDIA_TYPE)
    @Operation(
            operationId = "getVariantSignature",
            summary = "A signature of the file by OpenSSF Model Signing 1.0",
            description =
                    "A Sigstore bundle with the method 'key'. It is made when asked for, of the digest that the file has. The reference"
                            + " implementation has not verified one yet.")
    @APIResponse(
            responseCode = "200",
            description = "OK",
            content = @Content(mediaType = ModelSignature.MEDIA_TYPE, schema = @Schema(type = SchemaType.OBJECT)))
    public String signature(@PathParam("id") String id, @QueryParam("file") String file) {
        Variant variant = variants.get(id);
        String name = file == null ? variant.fileName() : file;
        return new String(ModelSignature.of(name, variant.sha256(), required()), UTF_8);
    }

    @GET
    @Path("model-signing-key")
    @Produces(PEM)
    @Operation(
            operationId = "getModelSigningKey",
            summary = "The public key on the curve P-256 by which signatures of variants are checked",
            description = "SubjectPublicKeyInfo in PEM.")
    @APIResponse(
            responseCode = "200",
            description = "OK",
            content = @Content(mediaType = PEM, schema = @Schema(type = SchemaType.STRING)))
    public String signingKey() {
        return required().publicPem();
    }

    private ModelSigningKey required() {
        return key.models()
                .orElseThrow(() -> new NarrowgaugeException(
                        ErrorCode.NOT_FOUND,
                        "This service signs no models: its owner has set no narrowgauge.signing.model-key."));
    }
}
