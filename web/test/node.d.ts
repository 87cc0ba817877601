/** All that tests need of Node's own modules. */
declare module "node:fs" {
    export function readFileSync(file: URL, encoding: "utf8"): string;
}
