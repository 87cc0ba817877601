package dev.narrowgauge.api.access;

import static dev.narrowgauge.api.access.Access.ADMIN;
import static dev.narrowgauge.api.access.Access.ANY_KEY;
import static dev.narrowgauge.api.access.Access.APPROVE;
import static dev.narrowgauge.api.access.Access.APPROVE_FOR_ALL;
import static dev.narrowgauge.api.access.Access.EVERYBODY;
import static dev.narrowgauge.api.access.Access.JOIN_TOKEN;
import static dev.narrowgauge.api.access.Access.READ;
import static dev.narrowgauge.api.access.Access.SUBMIT;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Every operation of the API and who may call it, whichever way: by the {@code operationId} that OpenAPI gives it, the full
 * name of its method of gRPC, or both.
 */
public enum ApiOperation {
    UPLOAD_MODEL(SUBMIT, "uploadModel"),
    LIST_MODELS(READ, "listModels", "narrowgauge.v1.Models/List"),
    GET_MODEL(READ, "getModel"),
    DOWNLOAD_MODEL(READ, "downloadModel"),
    // Of others, too: what is deleted does not come back.
    DELETE_MODEL(APPROVE, "deleteModel", "narrowgauge.v1.Models/Delete"),

    UPLOAD_DATASET(SUBMIT, "uploadDataset"),
    LIST_DATASETS(READ, "listDatasets", "narrowgauge.v1.Datasets/List"),
    GET_DATASET(READ, "getDataset"),
    DOWNLOAD_DATASET(READ, "downloadDataset"),
    DELETE_DATASET(APPROVE, "deleteDataset", "narrowgauge.v1.Datasets/Delete"),

    VALIDATE_RECIPE(READ, "validateRecipe", "narrowgauge.v1.Recipes/Validate"),
    // It starts an engine.
    EXPLAIN_RECIPE(SUBMIT, "explainRecipe", "narrowgauge.v1.Recipes/Explain"),

    SUBMIT_RUN(SUBMIT, "submitRun", "narrowgauge.v1.Runs/Submit"),
    LIST_RUNS(READ, "listRuns", "narrowgauge.v1.Runs/List"),
    GET_RUN(READ, "getRun", "narrowgauge.v1.Runs/Get"),
    FOLLOW_RUN(READ, "followRun", "narrowgauge.v1.Runs/Watch"),
    CANCEL_RUN(SUBMIT, "cancelRun", "narrowgauge.v1.Runs/Cancel"),
    CANCEL_RUNS(SUBMIT, "cancelRuns", "narrowgauge.v1.Runs/CancelAll"),
    DELETE_RUN(APPROVE, "deleteRun", "narrowgauge.v1.Runs/Delete"),
    LIST_DELETED_RUNS(READ, "listDeletedRuns"),
    GET_DELETED_RUN(READ, "getDeletedRun"),
    GET_TIMELINE(READ, "getTimeline", "narrowgauge.v1.Runs/Timeline"),
    GET_VERDICT(READ, "getVerdict"),
    GET_ATTESTATION(READ, "getAttestation"),
    GET_CONTENT_VERDICT(READ, "getContentVerdict"),
    GET_CONTENT_ATTESTATION(READ, "getContentAttestation"),
    REVIEW_ADMISSION(READ, "reviewAdmission"),
    // Of projects that the operator has named for it.
    REVIEW_ADMISSION_OF_PROJECT(EVERYBODY, "reviewAdmissionOfProject"),
    LIST_JOBS(READ, "listJobs"),
    GET_JOB(READ, "getJob"),

    LIST_VARIANTS(READ, "listVariants"),
    LIST_MEASUREMENTS(READ, "listMeasurements"),
    GET_VARIANT(READ, "getVariant"),
    DOWNLOAD_VARIANT(READ, "downloadVariant"),
    GET_VARIANT_SIGNATURE(READ, "getVariantSignature"),
    GET_REPORT(READ, "getReport"),
    GET_REPORT_PAGE(READ, "getReportPage"),

    LIST_SERIES(READ, "listSeries", "narrowgauge.v1.Histories/ListSeries"),
    EXPORT_SERIES(READ, "exportSeries"),
    GET_SERIES(READ, "getSeries", "narrowgauge.v1.Histories/GetSeries"),
    EXPORT_POINTS(READ, "exportPoints"),
    CONFIRM_CHANGE(APPROVE, "confirmChange", "narrowgauge.v1.Histories/ConfirmChange"),
    DISMISS_CHANGE(APPROVE, "dismissChange", "narrowgauge.v1.Histories/DismissChange"),
    CREATE_ANNOTATION(SUBMIT, "createAnnotation", "narrowgauge.v1.Histories/Annotate"),
    DELETE_ANNOTATION(SUBMIT, "deleteAnnotation", "narrowgauge.v1.Histories/DeleteAnnotation"),
    COMPARE(READ, "compare", "narrowgauge.v1.Histories/Compare"),
    EXPORT_COMPARISON(READ, "exportComparison"),
    GET_MATRIX(READ, "getMatrix", "narrowgauge.v1.Histories/Matrix"),
    EXPORT_MATRIX(READ, "exportMatrix"),
    GET_PARETO(READ, "getPareto", "narrowgauge.v1.Histories/Pareto"),
    EXPORT_PARETO(READ, "exportPareto"),
    GET_NOISE(READ, "getNoise", "narrowgauge.v1.Histories/Noise"),
    EXPORT_NOISE(READ, "exportNoise"),

    LIST_NODES(READ, "listNodes", "narrowgauge.v1.Nodes/List"),
    LIST_CONTROLS(READ, "listControls"),
    CLEAR_NODE(APPROVE_FOR_ALL, "clearNode"),
    RECHECK_NODE(APPROVE_FOR_ALL, "recheckNode"),
    DRAIN_NODE(ADMIN, "drainNode", "narrowgauge.v1.Nodes/Drain"),
    RESUME_NODE(ADMIN, "resumeNode", "narrowgauge.v1.Nodes/Resume"),
    FORGET_NODE(ADMIN, "forgetNode", "narrowgauge.v1.Nodes/Forget"),
    CREATE_NODE_TOKEN(ADMIN, "createNodeToken"),
    LIST_NODE_TOKENS(ADMIN, "listNodeTokens"),
    REVOKE_NODE_TOKEN(ADMIN, "revokeNodeToken"),

    CREATE_KEY(ADMIN, "createKey"),
    LIST_KEYS(ADMIN, "listKeys"),
    ROTATE_KEY(ADMIN, "rotateKey"),
    REVOKE_KEY(ADMIN, "revokeKey"),

    CREATE_PROJECT(ADMIN, "createProject"),
    LIST_PROJECTS(READ, "listProjects"),
    LIST_DELETED_PROJECTS(ADMIN, "listDeletedProjects"),
    DELETE_PROJECT(ADMIN, "deleteProject"),

    // What is sent is a code, which is good once.
    OPEN_SESSION(EVERYBODY, "openSession"),
    GET_SESSION(ANY_KEY, "getSession"),
    END_SESSION(ANY_KEY, "endSession"),
    CREATE_SESSION_CODE(ANY_KEY, "createSessionCode"),
    // What is sent is a code of the provider, and the cookie of whoever has begun.
    LIST_SIGN_INS(EVERYBODY, "listSignIns"),
    BEGIN_SIGN_IN(EVERYBODY, "beginSignIn"),
    FINISH_SIGN_IN(EVERYBODY, "finishSignIn"),

    SET_QUOTA(ADMIN, "setQuota"),
    SET_RETENTION(ADMIN, "setRetention"),
    GET_STORAGE(READ, "getStorage"),

    CREATE_WEBHOOK(ADMIN, "createWebhook"),
    LIST_WEBHOOKS(ADMIN, "listWebhooks"),
    DELETE_WEBHOOK(ADMIN, "deleteWebhook"),
    ROTATE_WEBHOOK_SECRET(ADMIN, "rotateWebhookSecret"),
    LIST_WEBHOOK_DELIVERIES(ADMIN, "listWebhookDeliveries"),
    RESEND_WEBHOOK_DELIVERY(ADMIN, "resendWebhookDelivery"),
    PING_WEBHOOK(ADMIN, "pingWebhook"),

    LIST_AUDIT(ADMIN, "listAudit"),
    EXPORT_AUDIT(ADMIN, "exportAudit"),

    GET_STATUS(READ, "getStatus"),
    GET_RECIPE_SCHEMA(EVERYBODY, "getRecipeSchema"),
    GET_REPORT_SCHEMA(EVERYBODY, "getReportSchema"),
    GET_POLICY_SCHEMA(EVERYBODY, "getPolicySchema"),
    GET_VERDICT_SCHEMA(EVERYBODY, "getVerdictSchema"),
    // The public halves, which whoever checks a signature has to have.
    GET_SIGNING_KEY(EVERYBODY, "getSigningKey"),
    GET_MODEL_SIGNING_KEY(EVERYBODY, "getModelSigningKey"),

    PROPOSE_RELEASE(SUBMIT, "proposeRelease"),
    LIST_RELEASES(READ, "listReleases"),
    GET_RELEASE(READ, "getRelease"),
    APPROVE_RELEASE(APPROVE, "approveRelease"),
    ROLL_BACK_RELEASE(APPROVE, "rollBackRelease"),
    WITHDRAW_RELEASE(APPROVE, "withdrawRelease"),

    AGENT_REGISTER(JOIN_TOKEN, "narrowgauge.v1.Agents/Register"),
    AGENT_SEEN(JOIN_TOKEN, "narrowgauge.v1.Agents/Seen"),
    AGENT_FOLLOW_WISHES(JOIN_TOKEN, "narrowgauge.v1.Agents/FollowWishes"),
    AGENT_LEAVE(JOIN_TOKEN, "narrowgauge.v1.Agents/Leave"),
    AGENT_TAKE(JOIN_TOKEN, "narrowgauge.v1.Agents/Take"),
    AGENT_TAKE_SIBLING(JOIN_TOKEN, "narrowgauge.v1.Agents/TakeSibling"),
    AGENT_HEARTBEAT(JOIN_TOKEN, "narrowgauge.v1.Agents/Heartbeat"),
    AGENT_PROGRESS(JOIN_TOKEN, "narrowgauge.v1.Agents/Progress"),
    AGENT_FAIL(JOIN_TOKEN, "narrowgauge.v1.Agents/Fail"),
    AGENT_RELEASE(JOIN_TOKEN, "narrowgauge.v1.Agents/Release"),
    AGENT_FINISH(JOIN_TOKEN, "narrowgauge.v1.Agents/Finish"),
    AGENT_FOLLOW_LOSSES(JOIN_TOKEN, "narrowgauge.v1.Agents/FollowLosses"),
    AGENT_INPUTS(JOIN_TOKEN, "narrowgauge.v1.Agents/Inputs"),
    AGENT_FAIL_STRANDED(JOIN_TOKEN, "narrowgauge.v1.Agents/FailStranded"),
    AGENT_SOURCES(JOIN_TOKEN, "narrowgauge.v1.Agents/Sources"),
    AGENT_END_RECHECK(JOIN_TOKEN, "narrowgauge.v1.Agents/EndRecheck"),
    AGENT_LOOK(JOIN_TOKEN, "narrowgauge.v1.Agents/Look"),
    AGENT_FETCH(JOIN_TOKEN, "narrowgauge.v1.Agents/Fetch");

    private static final Map<String, ApiOperation> BY_NAME = byName();

    /** Others that need more than reading change something. */
    private static final Set<ApiOperation> ONLY_LOOKS = EnumSet.of(
            EXPLAIN_RECIPE,
            LIST_NODE_TOKENS,
            LIST_KEYS,
            LIST_DELETED_PROJECTS,
            GET_SESSION,
            LIST_WEBHOOKS,
            LIST_WEBHOOK_DELIVERIES,
            LIST_AUDIT,
            EXPORT_AUDIT);

    /** What hands out content, or lets somebody in. */
    private static final Set<ApiOperation> HANDS_OUT = EnumSet.of(
            DOWNLOAD_MODEL, DOWNLOAD_DATASET, DOWNLOAD_VARIANT, OPEN_SESSION, FINISH_SIGN_IN, AGENT_REGISTER);

    private final Access access;
    private final List<String> names;

    ApiOperation(Access access, String... names) {
        this.access = access;
        this.names = List.of(names);
    }

    /** The one that OpenAPI or the proto gives that name; empty where it is missing here. */
    public static Optional<ApiOperation> ofName(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    private static Map<String, ApiOperation> byName() {
        Map<String, ApiOperation> operations = new HashMap<>();
        Arrays.stream(values()).forEach(operation -> operation.names.forEach(name -> operations.put(name, operation)));
        return Map.copyOf(operations);
    }

    public Access access() {
        return access;
    }

    /** What it is called. */
    public List<String> names() {
        return names;
    }

    /** Whether the audit log has entries of each call; of calls that are refused it has them anyway. */
    boolean leavesTrace() {
        return switch (access) {
            case EVERYBODY, JOIN_TOKEN, READ -> HANDS_OUT.contains(this);
            case ANY_KEY, SUBMIT, APPROVE, APPROVE_FOR_ALL, ADMIN -> !ONLY_LOOKS.contains(this);
        };
    }

    /** Whether it is written that a call begins before anything is done of it; whoever calls is known then. */
    boolean isRecordedFirst() {
        return leavesTrace() && !isRecordedWithin() && access != Access.EVERYBODY;
    }

    /** Whether the entry of a call that goes well is written in the transaction of what it does. */
    boolean isRecordedWithin() {
        return this == SUBMIT_RUN;
    }

    /** The operation of that name. One that nobody has thought of is a defect, and nobody may call it. */
    static ApiOperation require(String name) {
        return ofName(name).orElseThrow(() -> new IllegalStateException("nothing says who may call " + name));
    }
}
