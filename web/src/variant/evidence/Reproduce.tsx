import { Card } from "../../ui/Card";
import { Copy } from "../../ui/Copy";
import page from "../variant.module.css";

/** What makes every interval and verdict once more, with no network for its last line. */
export function Reproduce({ run, variant, origin }: { run: string; variant: string; origin: string }) {
    const text = commands(run, origin);
    return (
        <Card title="Do it yourself" aside={<Copy label="Copy commands" text={() => text} />}>
            <p className={page.soft}>The last line needs no network: it makes every interval and verdict once more from the evidence in the document, and checks its digests and its signature. Fetch the key once, from where you trust, and keep it.</p>
            <pre className={page.code} tabIndex={0} role="group" aria-label="Commands that verify the verdict">{text}</pre>
            <p className={page.after}>
                <a href={`/v1/runs/${run}/verdict`} download={`verdict-${run}.json`}>Verdict document with its evidence</a>
                <a href={`/v1/runs/${run}/attestation`} download={`attestation-${run}.json`}>Attestation</a>
                <a href="/v1/signing-key" download="signing-key.pem">Public key</a>
                <a href={`/v1/runs/${run}/measurements`} download={`measurements-${run}.json`}>Measurements of the run</a>
                <a href={`/v1/variants/${variant}/report`} download={`report-${variant}.json`}>Quality report</a>
                <a href={`/v1/variants/${variant}/content`} download="">ONNX file</a>
                <a href={`/v1/variants/${variant}/signature`} download={`variant-${variant}.sig`}>Signature of the file (OpenSSF Model Signing)</a>
            </p>
        </Card>
    );
}

export const commands = (run: string, origin: string): string =>
    [
        `curl -H "Authorization: Bearer $NARROWGAUGE_API_KEY" -o VERDICT.json ${origin}/v1/runs/${run}/verdict`,
        `curl -H "Authorization: Bearer $NARROWGAUGE_API_KEY" -o ENVELOPE.json ${origin}/v1/runs/${run}/attestation`,
        `curl -o KEY.pem ${origin}/v1/signing-key`,
        "narrowgauge verify VERDICT.json --attestation ENVELOPE.json --public-key KEY.pem",
    ].join("\n");
