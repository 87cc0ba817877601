// A person at the dashboard: node dashboard.mjs EXECUTABLE LINK RUN HOSTILE MODEL [PICTURES]. LINK signs in once, RUN has ended, and
// HOSTILE is the name of another run. MODEL is a file that is no model.
import { chromium } from "playwright-core";
import { look, watch } from "./looks.mjs";
import { inside } from "./variant.mjs";

const [executablePath, link, run, hostile, noModel, pictures] = process.argv.slice(2);
const base = new URL(link).origin;

const at = (place) => `${base}/#${place}`;
const heading = (page, name) => page.getByRole("heading", { level: 1, name }).waitFor();
const expected = (what, seen) => {
    if (!seen) throw new Error(`not seen: ${what}`);
};

/** Finds the run by its search and reads what to ship, as the verdict document has it. */
async function decide(page) {
    await page.goto(link);
    await heading(page, "Runs");
    await page.keyboard.press("/");
    await page.keyboard.type("no such run");
    await page.getByRole("heading", { name: "No run is like that" }).waitFor();
    await page.getByRole("button", { name: "Show all runs" }).click();
    await page.locator(`a[href$="#/runs/${run}"]`).click();
    const verdict = await page.evaluate((id) => fetch(`/v1/runs/${id}/verdict`).then((answer) => answer.json()), run);
    const [made] = verdict.decisions;
    await page.getByText(made.decision.reason, { exact: true }).first().waitFor();
    expected("the verdict in the title", (await page.title()).startsWith(`${verdict.verdict}: `));
    const variant = verdict.variants.find((row) => !row.baseline);
    const place = page.getByRole("table").filter({ hasText: "Variant" }).first();
    await place.locator(`[data-state="${variant.verdict}"]`).waitFor();
    for (const rule of variant.rules) await page.locator(`svg[data-verdict="${rule.verdict}"]`).first().waitFor();
    await look(page, "run", pictures);
    return variant;
}

/** An address as comments of pipelines have it. */
async function land(page, { recipe, device }) {
    await page.goto("about:blank");
    await page.goto(`${base}/#run=${run}&row=${encodeURIComponent(`${recipe}@${device.deviceClass}`)}`);
    const row = page.locator("article[data-marked]");
    await row.waitFor();
    expected("the focus at the row", await row.evaluate((element) => element === document.activeElement));
}

/** Files a run by the keyboard alone, follows it, and ends it. */
async function submit(page) {
    await page.goto(at("/new"));
    await heading(page, "New run");
    await page.locator('input[type="file"]').first().setInputFiles(noModel);
    await page.getByRole("alert").filter({ hasText: "ONNX" }).waitFor();
    await look(page, "new-run", pictures);
    await page.getByRole("button", { name: "Start the run" }).focus();
    await page.keyboard.press("Enter");
    await page.getByText("Choose the model, or drop its file.").waitFor();
    for (const [label, text] of [["FP32 model", "digits"], ["To calibrate with", "calibration"], ["To evaluate with", "evaluation"]]) {
        await page.getByLabel(label).focus();
        await page.keyboard.type(text);
    }
    for (const recipe of ["int8-static", "int8-dynamic", "fp16"]) {
        await page.getByRole("checkbox", { name: recipe }).focus();
        await page.keyboard.press("Space");
    }
    await page.getByRole("heading", { name: "What the recipes would do" }).waitFor();
    await page.getByLabel("Name", { exact: true }).focus();
    await page.keyboard.type("by the keyboard");
    await page.keyboard.press("Enter");
    await heading(page, /by the keyboard/);
    await page.getByText(/of \d+ jobs done/).waitFor();
    await look(page, "run-live", pictures);
    await page.getByRole("button", { name: "Cancel run" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Cancel the run" }).focus();
    await page.keyboard.press("Enter");
    await page.locator('h1 [data-state="CANCELLED"]').waitFor();
}

/** What somebody called a run does nothing but stand there. */
async function harmless(page) {
    await page.goto(at("/runs"));
    await page.getByText(hostile.replaceAll("\u202e", "U+202E")).first().waitFor();
    await look(page, "runs", pictures);
}

const PLACES = { models: "Models", history: "History", compare: "Compare", nodes: "Nodes", use: "Use and quotas", audit: "Audit log" };

async function others(page) {
    for (const [place, title] of Object.entries(PLACES)) {
        await page.goto(at(`/${place}`));
        await heading(page, title);
        await page.getByText(/^Loading/).waitFor({ state: "hidden" });
        await look(page, place, pictures);
    }
    await page.goto(at("/history"));
    await page.getByRole("rowheader").getByRole("link").first().click();
    await page.getByRole("button", { name: "Compare…" }).first().waitFor();
    await look(page, "series", pictures);
    await page.goto(at("/nothing"));
    await heading(page, "Not found");
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keys" }).waitFor();
    await page.keyboard.press("Escape");
    await page.keyboard.press("g");
    await page.keyboard.press("r");
    await heading(page, "Runs");
}

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
try {
    const page = await browser.newPage();
    page.setDefaultTimeout(60_000);
    const unbroken = watch(page);
    const decided = await decide(page);
    await inside(page, run, pictures);
    await land(page, decided);
    await submit(page);
    await harmless(page);
    await others(page);
    unbroken();
} finally {
    await browser.close();
}
