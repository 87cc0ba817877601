package dev.narrowgauge.api;

/**
 * Reviews as the API server of Kubernetes sends them: members and their order as {@code CreateV1AdmissionReview} of
 * {@code k8s.io/apiserver} fills {@code admission/v1} of {@code k8s.io/api}, with values of our own.
 */
final class Reviews {
    static final String UID = "7d0c1f5e-52f4-4c1b-9d3e-0b6f2f0a9c11";

    private Reviews() {}

    /** @param annotations of the pod, as the members of an object */
    static String pod(String operation, String annotations) {
        String object = """
                {"kind":"Pod","apiVersion":"v1","metadata":{"name":"digits-0","namespace":"serving",\
                "labels":{"app":"digits"},"annotations":{%s}},"spec":{"containers":[{"name":"server",\
                "image":"registry.example/server:3","resources":{}}],"restartPolicy":"Always"},"status":{}}\
                """.formatted(annotations);
        return review("", "Pod", "pods", operation, operation.equals("DELETE") ? "null" : object);
    }

    /** @param annotations of the template of its pods */
    static String deployment(String annotations) {
        return review("apps", "Deployment", "deployments", "CREATE", """
                {"kind":"Deployment","apiVersion":"apps/v1","metadata":{"name":"digits","namespace":"serving"},\
                "spec":{"replicas":2,"selector":{"matchLabels":{"app":"digits"}},"template":{"metadata":\
                {"labels":{"app":"digits"},"annotations":{%s}},"spec":{"containers":[{"name":"server",\
                "image":"registry.example/server:3","resources":{}}]}},"strategy":{"type":"RollingUpdate"}},"status":{}}\
                """.formatted(annotations));
    }

    private static String review(String group, String kind, String resource, String operation, String object) {
        String of = "{\"group\":\"%s\",\"version\":\"v1\",\"kind\":\"%s\"}".formatted(group, kind);
        String at = "{\"group\":\"%s\",\"version\":\"v1\",\"resource\":\"%s\"}".formatted(group, resource);
        return """
                {"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":"%s","kind":%s,\
                "resource":%s,"requestKind":%s,"requestResource":%s,"name":"digits","namespace":"serving",\
                "operation":"%s","userInfo":{"username":"system:serviceaccount:ci:deployer","uid":"41",\
                "groups":["system:serviceaccounts","system:authenticated"],"extra":{"authentication.kubernetes.io/credential-id":["JTI=1"]}},\
                "object":%s,"oldObject":null,"dryRun":false,"options":{"kind":"CreateOptions","apiVersion":"meta.k8s.io/v1",\
                "fieldManager":"kubectl-create"}}}\
                """.formatted(UID, of, at, of, at, operation, object);
    }
}
