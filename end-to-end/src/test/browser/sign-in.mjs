// What a person does in a browser: node sign-in.mjs EXECUTABLE ACTION URL USER PASSWORD. It prints what they see at the end.
import { chromium } from "playwright-core";

const [executablePath, action, url, user, password] = process.argv.slice(2);

/** At the provider's own page. */
async function identify(page) {
    await page.locator("#username").fill(user);
    await page.locator("#password").fill(password);
    await page.locator("#kc-login").click();
}

const offer = (page) => page.getByRole("button", { name: "Sign in with company" });

const actions = {
    /** Signs the page in, looks at it anew, and signs out again. */
    async page(page) {
        await page.goto(`${url}/#run=none`);
        await offer(page).click();
        await identify(page);
        const session = page.locator("#session");
        await session.getByRole("button", { name: "Sign out" }).waitFor();
        const place = new URL(page.url());
        if (place.search !== "" || place.hash !== "#/runs/none") throw new Error(`came back to ${page.url()}`);
        console.log(await session.locator("span").textContent());
        // Of those who administer the service alone.
        if (await page.getByRole("link", { name: "Audit log" }).isVisible()) throw new Error("the audit log is offered");
        await page.reload();
        await session.getByRole("button", { name: "Sign out" }).click();
        await page.locator("#kc-logout").click();
        await offer(page).waitFor();
    },
    /** Comes with a link that is good once, sees what there is, signs out, and tries the link once more. */
    async link(page) {
        await page.goto(url);
        const session = page.locator("#session");
        await session.getByRole("button", { name: "Sign out" }).waitFor();
        const run = page.locator("#runs a").first();
        await run.waitFor();
        console.log(await run.getAttribute("href"));
        if (page.url().includes("sign-in")) throw new Error(`the code stays in ${page.url()}`);
        await page.getByRole("link", { name: "Use", exact: true }).click();
        await page.getByRole("rowheader", { name: "default" }).waitFor();
        await page.getByRole("link", { name: "Audit log" }).click();
        const submitted = page.getByRole("row").filter({ hasText: "submitRun" }).first();
        await submitted.waitFor();
        console.log(await submitted.textContent());
        await session.getByRole("button", { name: "Sign out" }).click();
        await offer(page).waitFor();
        if ((await page.locator("#runs a").count()) > 0) throw new Error("runs are shown to nobody");
        await page.goto(url);
        const trouble = page.getByRole("alert").filter({ hasText: "used before" });
        await trouble.waitFor();
        console.log(await trouble.textContent());
    },
    /** Signs in at the page, and reads why that is of no use. */
    async stranger(page) {
        await page.goto(url);
        await offer(page).click();
        await identify(page);
        const trouble = page.getByRole("alert").filter({ hasText: "no rule" });
        await trouble.waitFor();
        // It stays when the page has asked for all that it shows.
        await page.waitForLoadState("networkidle");
        console.log(await trouble.textContent());
    },
    /** Lets a command line in. */
    async device(page) {
        await page.goto(url);
        await identify(page);
        // Whether the command line may act for them.
        await page.locator("[name=accept]").click();
        await page.getByText("Device Login Successful").first().waitFor();
    },
};

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
try {
    const page = await browser.newPage();
    page.setDefaultTimeout(120_000);
    await actions[action](page);
} finally {
    await browser.close();
}
