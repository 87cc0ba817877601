// A person who asks of a variant what it lost, why it is as fast as it is, and what proves that.
import { look } from "./looks.mjs";

const expected = (what, seen) => {
    if (!seen) throw new Error(`not seen: ${what}`);
};

const same = (what, one, other) => expected(`${what}: ${other}, but ${one}`, one === other);

/** Of a table, its head among them. One that is folded is made a moment after it is opened. */
async function lines(page, name) {
    const rows = page.getByRole("group", { name, exact: true }).getByRole("row");
    await rows.last().waitFor();
    return rows.count();
}

/** From the page of the run, which is open, into the parts of a variant's, each held against what the service answers. */
export async function inside(page, run, pictures) {
    const asked = (path) => page.evaluate((address) => fetch(address).then((answer) => answer.json()), path);
    const verdict = await asked(`/v1/runs/${run}/verdict`);
    const row = verdict.variants.find((each) => !each.baseline);
    const report = await asked(`/v1/variants/${row.variantId}/report`);
    await page.getByRole("link", { name: `Accuracy of ${row.recipe} on ${row.device.deviceClass}`, exact: true }).first().click();
    await page.getByRole("heading", { level: 1, name: new RegExp(row.recipe) }).waitFor();
    await accuracy(page, row, report, pictures);
    await part(page, "Speed");
    await speed(page, row, pictures);
    await part(page, "Evidence");
    await evidence(page, verdict, row, pictures);
    await forged(page, run);
}

const part = (page, name) => page.getByRole("navigation", { name: "Parts of this page" }).getByRole("link", { name }).click();

async function accuracy(page, row, { ranking, sensitivity, tensors }, pictures) {
    const { flips, answers, metrics } = row.accuracy.evidence;
    await page.getByText(`${flips} of ${answers} answers of the first output are not FP32's.`).waitFor();
    await page.getByText(`${ranking.ranked} of ${ranking.quantized} quantized nodes tried`).waitFor();
    const worst = page.getByRole("table", { name: "Share of the noise of each node", exact: true }).getByRole("row").nth(1);
    const [{ node, noiseShare }] = sensitivity;
    expected(`${node} with its share`, (await worst.textContent()).startsWith(node) && (await worst.textContent()).includes(`${(100 * noiseShare).toFixed(2)} %`));
    same("measures", await lines(page, "What was lost, by measure"), metrics.metrics.length + 1);
    await page.getByRole("link", { name: `Show all ${tensors.length} tensors` }).click();
    await page.getByRole("link", { name: "Show only 10 tensors" }).waitFor();
    expected("the whole list in the address", page.url().includes("tensors=all"));
    same("tensors", await lines(page, "Quantized tensors"), tensors.length + 1);
    await look(page, "variant-accuracy", pictures);
}

async function speed(page, row, pictures) {
    const { insight } = row.further;
    if (row.verdict === "INVALID" || row.latency.speed === "INVALID") {
        await page.getByText("Its times explain nothing: measure it again.").waitFor();
    } else {
        for (const reason of insight.reasons) await page.getByText(reason, { exact: true }).waitFor();
        const first = page.getByRole("table", { name: "What each part takes more or less than in FP32" }).getByRole("row").nth(1);
        expected(`${insight.parts[0].name} first`, (await first.textContent()).startsWith(insight.parts[0].name));
        await page.getByText("These kernels as a table").click();
        same("kernels", await lines(page, "Kernels that ran, side by side"), insight.parts.length + 2);
    }
    await look(page, "variant-speed", pictures);
}

async function evidence(page, verdict, row, pictures) {
    const forks = row.latency.evidence.forks;
    const rounds = forks.flatMap((fork) => fork.rounds);
    const voided = rounds.filter((round) => round.blocks.some((block) => block.voided.length > 0)).length;
    await page.getByText(`${counted(rounds.length, "round")} of ${counted(forks.length, "fork")}, ${voided === 0 ? "none" : voided} of them void.`).waitFor();
    same("void rounds that are marked", await page.locator("[data-void]").count(), voided);
    // Found out by the browser from what it was sent.
    for (const finding of ["SIGNED", "THIS DOCUMENT", "UNCHANGED"]) await page.locator(`[data-finding="${finding}"]`).waitFor();
    await page.getByText(verdict.digests.root).first().waitFor();
    await page.getByText("narrowgauge verify VERDICT.json").waitFor();
    await page.reload();
    await page.getByText("These rounds as a table").click();
    same("rounds", await lines(page, "What was timed, in order"), rounds.length + 1);
    await look(page, "variant-evidence", pictures);
}

/** The same page where somebody on the way has written another verdict into the statement, and a number into the document. */
async function forged(page, run) {
    // Without the answer's own headers, of which one may say that it is compressed.
    const changed = (change) => async (route) => route.fulfill({ json: change(await (await route.fetch()).json()) });
    const statement = (envelope) => ({ ...envelope, payload: btoa(atob(envelope.payload).replace(/"verdict":"[A-Z]+"/, '"verdict":"PASSED"')) });
    await page.route(`**/v1/runs/${run}/attestation`, changed(statement));
    await page.route(`**/v1/runs/${run}/verdict`, changed((verdict) => ({ ...verdict, runName: "another" })));
    await page.reload();
    await page.locator('[data-finding="DIFFERENT"]').nth(1).waitFor();
    await page.getByText("/runName was changed.").waitFor();
    same("findings that are good", await page.locator('[data-finding="SIGNED"], [data-finding="UNCHANGED"]').count(), 0);
    await page.unrouteAll();
}

const counted = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;
