// What must hold of every page, whatever is on it.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const AXE = readFileSync(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const WIDTHS = [1400, 768, 360];
const HEIGHT = 900;

/** Looks at a page in all widths and colours; into a folder, where there is one, go pictures of it. */
export async function look(page, name, pictures) {
    for (const colorScheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme });
        for (const width of WIDTHS) {
            await page.setViewportSize({ width, height: HEIGHT });
            const beyond = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
            if (beyond > 0) throw new Error(`${name} is ${beyond} px wider than a screen of ${width} px`);
            if (pictures) await page.screenshot({ path: `${pictures}/${name}-${width}-${colorScheme}.png` });
        }
        await accessible(page, `${name}, ${colorScheme}`);
    }
    await page.emulateMedia({ colorScheme: "light" });
    await page.setViewportSize({ width: WIDTHS[0], height: HEIGHT });
}

async function accessible(page, name) {
    const violations = await page.evaluate(
        `${AXE};axe.run({ runOnly: ${JSON.stringify(RULES)} }).then((result) => result.violations.map((each) => each.id + ": " + each.nodes.map((node) => node.target.join(" ")).join(", ")))`,
    );
    if (violations.length > 0) throw new Error(`${name}: ${violations.join("\n")}`);
}

/** The browser's console says when the policy of the page or a script of it was broken. */
export function watch(page) {
    const broken = [];
    page.on("pageerror", (error) => broken.push(error.message));
    page.on("console", (message) => /Content Security Policy/.test(message.text()) && broken.push(message.text()));
    page.on("dialog", (dialog) => (broken.push(`a dialog: ${dialog.message()}`), dialog.dismiss()));
    page.on("request", (request) => {
        const asked = new URL(request.url());
        if (asked.protocol !== "data:" && asked.hostname !== "127.0.0.1") broken.push(`asks ${asked}`);
    });
    return () => {
        if (broken.length > 0) throw new Error(broken.join("\n"));
    };
}
