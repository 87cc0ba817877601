// Four people at the dashboard: node dashboard-pages.mjs EXECUTABLE ADDRESS RUN READER SUBMITTER APPROVER ADMIN [PICTURES]. RUN has passed and was
// not the first of its model by its policy; the others are keys.
import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";
import { look, watch } from "./looks.mjs";

const [executablePath, base, run, reader, submitter, approver, admin, pictures] = process.argv.slice(2);

const at = (place) => `${base}/#${place}`;
const heading = (page, name) => page.getByRole("heading", { level: 1, name }).waitFor();
const button = (page, name) => page.getByRole("button", { name });
const seen = (page, text) => page.getByText(text).first().waitFor();
const rest = (page, path) => page.evaluate((asked) => fetch(asked).then((answer) => answer.json()), path);
const expected = (what, isSo) => {
    if (!isSo) throw new Error(`not seen: ${what}`);
};
const nothing = async (page, ...names) => {
    for (const name of names) expected(`no ${name}`, (await button(page, name).count()) === 0);
};

async function enter(page, key) {
    await page.goto("about:blank");
    await page.goto(base);
    await page.getByLabel("API key").fill(key);
    await button(page, "Sign in").click();
    await heading(page, "Runs");
}

async function leave(page) {
    await button(page, "Sign out").click();
    await page.getByLabel("API key").waitFor();
}

async function open(page, place, title) {
    await page.goto(at(place));
    await heading(page, title);
    await page.getByText(/^Loading/).waitFor({ state: "hidden" });
}

async function openRun(page) {
    await open(page, `/runs/${run}`, /PASS/);
    await page.getByRole("heading", { name: "Variants and devices" }).waitFor();
}

/** Says why and does it. */
async function decide(page, why, action) {
    await page.getByRole("dialog").getByRole("textbox").fill(why);
    await page.getByRole("dialog").getByRole("button", { name: action }).click();
}

/** Sees what changed, and proposes what has passed. */
async function propose(page) {
    await openRun(page);
    const verdict = await rest(page, `/v1/runs/${run}/verdict`);
    const { previous } = verdict;
    const differs = ({ before, after }) => before === null || after === null || before.verdict !== after.verdict || before.effect !== after.effect;
    const card = page.getByRole("region", { name: "What changed since the last verdict" });
    await card.getByText(`The verdict before on this model name, by the same policy, was ${previous.verdict} (run ${previous.runId}, `).waitFor();
    await card.getByText(`; ${previous.outcomes.filter(differs).length} of ${previous.outcomes.length} outcomes changed since.`).waitFor();
    await card.getByText("All outcomes, before and now").click();
    const lines = card.getByRole("table").last().getByRole("row");
    expected("each outcome before and now", (await lines.count()) === previous.outcomes.length + 1);
    await look(page, "run-since", pictures);
    await button(page, /^Promote…/).first().click();
    await decide(page, "Smaller.", "Propose it");
    await heading(page, `Releases of ${verdict.model.name}`);
    await nothing(page, /^Approve/, /^Withdraw/);
    return verdict.model.name;
}

const releases = (page, name) => rest(page, `/v1/releases?modelName=${encodeURIComponent(name)}`).then(({ items }) => items);

/** Approves what somebody else has proposed and not what is their own; hears why something is refused. */
async function approve(page, name) {
    await open(page, "/releases", "Releases");
    const [proposed, ...earlier] = await releases(page, name);
    await page.getByRole("region", { name: "Waits for an approval" }).getByRole("link", { name: `${name}@${proposed.number}` }).click();
    await heading(page, `Releases of ${name}`);
    await button(page, `Approve… ${name}@${proposed.number}`).click();
    await decide(page, "Tried in staging.", "Approve it");
    const active = page.getByRole("article").filter({ hasText: `${name}@${proposed.number}` });
    await active.locator('h3 [data-state="ACTIVE"]').waitFor();
    const [now] = await releases(page, name);
    for (const { by, reason } of now.steps) await active.getByText(`by ${by}: ${reason}`).waitFor();
    const canReturn = earlier.some(({ state }) => state === "ACTIVE" || state === "REPLACED");
    if (canReturn) await button(page, /^Roll back/).waitFor();
    else await nothing(page, /^Roll back/);

    await openRun(page);
    await button(page, /^Promote…/).first().click();
    await decide(page, "Again.", "Propose it");
    await seen(page, "You have proposed it: somebody else approves it.");
    await nothing(page, /^Approve/);
    const [own] = await releases(page, name);
    await look(page, "releases-of", pictures);
    await button(page, `Withdraw… ${name}@${own.number}`).click();
    await page.evaluate((id) => fetch(`/v1/releases/${id}/withdraw`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ reason: "First." }) }), own.id);
    await decide(page, "Second.", "Withdraw it");
    await page.getByRole("dialog").getByRole("alert").filter({ hasText: `${name}@${own.number} is WITHDRAWN already` }).waitFor();
    await button(page, "Leave it").click();
    await open(page, "/releases", "Releases");
    await page.getByRole("region", { name: "Active" }).getByRole("link", { name: `${name}@${now.number}` }).waitFor();
    await look(page, "releases", pictures);
}

/** Is offered nothing, and what was chosen to be compared ends with the session. */
async function read(page, name) {
    await openRun(page);
    await nothing(page, /^Promote/, "Cancel run");
    await open(page, `/releases?name=${encodeURIComponent(name)}`, `Releases of ${name}`);
    await page.getByRole("article").first().waitFor();
    await nothing(page, /^Approve/, /^Withdraw/, /^Roll back/);
    const [node] = (await rest(page, "/v1/nodes")).items;
    await open(page, `/nodes/${encodeURIComponent(node.name)}`, `Node ${node.name}`);
    await nothing(page, "Drain", "Resume", "Recheck", /^Clear/, /^Forget/);
    await openRun(page);
    await button(page, /^Compare…/).first().click();
    await page.getByRole("region", { name: "Comparison" }).waitFor();
}

/** Approves what they have proposed themselves, as administrators may, and takes it back. */
async function rollBack(page, name) {
    const [before] = (await releases(page, name)).filter(({ state }) => state === "ACTIVE");
    await openRun(page);
    await button(page, /^Promote…/).first().click();
    await decide(page, "Once more.", "Propose it");
    await heading(page, `Releases of ${name}`);
    const [{ number }] = await releases(page, name);
    const stands = (release, state) => page.getByRole("article").filter({ hasText: `${name}@${release}` }).locator(`h3 [data-state="${state}"]`).waitFor();
    await button(page, `Approve… ${name}@${number}`).click();
    await decide(page, "Fine.", "Approve it");
    await stands(number, "ACTIVE");
    await stands(before.number, "REPLACED");
    await button(page, `Roll back… ${name}@${number}`).click();
    await decide(page, "Slow at night.", "Roll back");
    await stands(number, "ROLLED_BACK");
    await stands(before.number, "ACTIVE");
}

async function nodes(page) {
    await open(page, "/nodes", "Nodes");
    const [node] = (await rest(page, "/v1/nodes")).items;
    await page.getByRole("rowheader").getByRole("link", { name: node.name, exact: true }).click();
    await heading(page, `Node ${node.name}`);
    const { controls, needed, smallestDifference } = node.noiseFloor;
    if (smallestDifference === null) await seen(page, `not known yet (${controls} of ${needed} measurements)`);
    for (const value of Object.values(node.profile).filter((each) => each !== "")) await seen(page, value);
    const measured = (await rest(page, `/v1/nodes/${encodeURIComponent(node.name)}/controls`)).items;
    expected("as many controls as count", measured.length === controls);
    if (controls === 0) await seen(page, "No control counts yet");
    else await page.locator("svg g[data-alarm]").nth(controls - 1).waitFor();
    await look(page, "node", pictures);
    await button(page, "Drain").click();
    await button(page, "Resume").waitFor();
    expected("a drained node", (await rest(page, "/v1/nodes")).items[0].drainedSince !== null);
    await button(page, "Resume").click();
    await button(page, "Drain").waitFor();
    expected("a node that takes jobs", (await rest(page, "/v1/nodes")).items[0].drainedSince === null);
    await open(page, "/noise", "Noise");
    await page.getByRole("table", { name: "Nodes" }).or(page.getByRole("group", { name: "Nodes" })).first().waitFor();
    const { items } = await rest(page, "/v1/noise");
    if (items.length === 0) await seen(page, "Too few values to say");
    else expected("each series with its deviation", (await page.locator("svg[data-drawing]").count()) >= items.length);
    await look(page, "noise", pictures);
}

/** Where all stand, what no other beats, and a drawing as a file. */
async function stand(page, name) {
    await open(page, "/overview", "Overview");
    const { items } = await rest(page, `/v1/matrix?family=${encodeURIComponent(name)}`);
    const line = page.getByRole("row").filter({ has: page.getByRole("rowheader").getByRole("link", { name, exact: true }) });
    for (const { recipe, values } of items) {
        await line.getByText(recipe, { exact: true }).first().waitFor();
        // The time is not among them where a busy machine made it invalid.
        const ratios = values.filter(({ metric }) => metric === "LATENCY_RATIO" || metric === "SIZE_RATIO");
        expected("a ratio", ratios.length > 0);
        for (const { value } of ratios) await line.getByText(value.toFixed(3)).first().waitFor();
    }
    await look(page, "overview", pictures);
    await line.getByRole("link", { name: "Pareto set" }).first().click();
    await heading(page, "Pareto set");
    const [{ deviceClass }] = items;
    const rows = (await rest(page, `/v1/pareto?family=${encodeURIComponent(name)}&deviceClass=${encodeURIComponent(deviceClass)}`)).items;
    const states = ["BEST", "DOMINATED"];
    await page.getByRole("group", { name: "Recipes", exact: true }).waitFor();
    for (const state of states) {
        expected(`each ${state}`, (await page.locator(`svg g[data-state="${state}"]`).count()) === rows.filter((row) => row.state === state).length);
    }
    await look(page, "pareto", pictures);
    await page.getByText("Take along").click();
    for (const form of ["SVG", "PNG", "CSV", "JSON"]) {
        const [file] = await Promise.all([page.waitForEvent("download"), page.getByText(form, { exact: true }).click()]);
        const content = readFileSync(await file.path());
        expected(`${form} with something in it`, content.length > 20);
        if (form === "SVG") alone(content.toString(), rows.filter((row) => states.includes(row.state)));
    }
}

/** Nothing in it is the page's. */
function alone(drawing, rows) {
    expected("a drawing without the page", drawing.startsWith("<svg xmlns=") && !/var\(|class=|url\((?!#)/.test(drawing));
    for (const { recipe } of rows) expected(`${recipe} in the drawing`, drawing.includes(recipe));
}

/** Asks once for what is typed. */
async function search(page) {
    await open(page, "/runs", "Runs");
    const asked = [];
    page.on("request", (request) => /\/v1\/runs\?.*text=/.test(request.url()) && asked.push(request.url()));
    await page.keyboard.press("/");
    await page.keyboard.type("no such run", { delay: 30 });
    await page.getByRole("heading", { name: "No run is like that" }).waitFor();
    expected("one request for what was typed", new Set(asked).size === 1);
}

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
try {
    const page = await browser.newPage();
    page.setDefaultTimeout(60_000);
    const unbroken = watch(page);
    await enter(page, submitter);
    const name = await propose(page);
    await leave(page);
    await enter(page, approver);
    await approve(page, name);
    await leave(page);
    await enter(page, reader);
    await read(page, name);
    await leave(page);
    await enter(page, admin);
    await nothing(page, "Do not compare");
    await rollBack(page, name);
    await nodes(page);
    await stand(page, name);
    await search(page);
    unbroken();
} finally {
    await browser.close();
}
