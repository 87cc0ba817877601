import { expect, test } from "vitest";
import { bytes, counted, fixed, known, millis, short } from "../src/number/number";
import { writing, written } from "../src/number/metric";

test("halves go away from zero, by the digits that a number is written with", () => {
    expect(fixed(0.285, 2)).toBe("0.29");
    expect(fixed(-1.005, 2)).toBe("-1.01");
    expect(fixed(2.5, 0)).toBe("3");
});

test("values are written as the command line writes them", () => {
    expect(millis(0.81234)).toBe("0.8123 ms");
    expect(millis(12345.678)).toBe("12345.7 ms");
    expect(bytes(1023)).toBe("1023 bytes");
    expect(bytes(1_403_221)).toBe("1.34 MiB");
    expect(short(12.3)).toBe("12.3");
    expect(short(7)).toBe("7");
    expect(counted(1, "fork")).toBe("1 fork");
    expect(known(null, bytes)).toBe("–");
});

test("each metric has its unit, also one that only a newer service has", () => {
    const value = { estimate: 0.0031, low: 0.0002, high: 0.0055, confidence: 0.9 };
    expect(written("accuracy.top1.loss", value)).toBe("+0.31 points [+0.02, +0.55]");
    expect(written("accuracy.flips", value)).toBe("0.31 % [0.02 %, 0.55 %]");
    expect(written("latency.p50.ratio", { ...value, estimate: 0.651, low: 0.623, high: 0.68 })).toBe("0.651 [0.623, 0.680]");
    expect(written("size.ratio", { estimate: 0.2611, low: 0.2611, high: 0.2611, confidence: 1 })).toBe("0.261");
    expect(writing("energy.of.tomorrow.ratio").plain(2)).toBe("2.000");
});
