import { beforeEach, expect, test, vi } from "vitest";
import { choose, chosen } from "../src/compare/chosen";
import { forget } from "../src/session/session";

const kept = new Map<string, string>();

beforeEach(() => {
    kept.clear();
    vi.stubGlobal("sessionStorage", {
        getItem: (key: string) => kept.get(key) ?? null,
        setItem: (key: string, value: string) => kept.set(key, value),
        removeItem: (key: string) => kept.delete(key),
    });
});

test("what one has chosen to compare is not there for whoever signs in next", () => {
    choose({ measurement: "m", label: "int8 on x86-vnni" });
    expect(chosen()?.measurement).toBe("m");
    expect(kept.size).toBe(1);
    forget();
    expect(chosen()).toBeNull();
    expect(kept.size).toBe(0);
});
