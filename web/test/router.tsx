import { createMemoryHistory, createRootRoute, createRouter, RouterContextProvider } from "@tanstack/react-router";
import { renderToStaticMarkup } from "react-dom/server";

/** What has links is inside of a router. */
export function rendered(page: React.ReactNode): string {
    const router = createRouter({ routeTree: createRootRoute(), history: createMemoryHistory() });
    return renderToStaticMarkup(<RouterContextProvider router={router}>{page}</RouterContextProvider>);
}

/** The marks of a drawing by the names of their classes. */
export const marksOf = (markup: string): string[] =>
    [...markup.matchAll(/class="([^"]*)"/g)].flatMap((found) => (found[1] ?? "").split(" ")).map((name) => /_?([a-z]+)/.exec(name)?.[1] ?? "");

/** The lines of a list or table as texts. */
export const linesOf = (markup: string, element: "li" | "tr"): string[] =>
    [...markup.matchAll(new RegExp(`<${element}[ >].*?</${element}>`, "g"))].map(([line]) => line.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ").trim());
