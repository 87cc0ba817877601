import { expect, test } from "vitest";
import { EMPTY, faultsOf, placed, submissionOf } from "../src/submit/draft";
import { listed } from "../src/submit/listed";
import { nameOf } from "../src/submit/upload";

const whole = { ...EMPTY, modelId: "m", calibrationDatasetId: "c", evaluationDatasetId: "e" };

test("all faults of a draft are told at once, each at its field", () => {
    expect(Object.keys(faultsOf({ ...EMPTY, recipes: [], policy: "[1]" })).sort()).toEqual(["calibrationDatasetId", "evaluationDatasetId", "modelId", "policy", "recipes"]);
    expect(faultsOf(whole)).toEqual({});
});

test("what is left open is not sent", () => {
    expect(submissionOf(whole)).toEqual({ modelId: "m", calibrationDatasetId: "c", evaluationDatasetId: "e", recipes: [{}] });
    expect(submissionOf({ ...whole, tags: " nightly, ,lab ", ownRecipe: '{"mode":"dynamic"}' })).toMatchObject({ tags: ["nightly", "lab"], recipes: [{}, { mode: "dynamic" }] });
});

test("what the service refuses is told where it was filled in", () => {
    const draft = { ...whole, ownRecipe: "{}" };
    const fault = (pointer: string | null, detail: string) => ({ code: "REQUEST_INVALID" as const, pointer, detail });
    expect(placed(draft, [fault("/recipes/1/mode", "No such mode."), fault("/policy/rules/0", "One."), fault("/policy/gate", "Two."), fault(null, "Else.")])).toEqual({
        ownRecipe: "No such mode.",
        policy: "One. Two.",
        rest: "Else.",
    });
});

test("versions of a model have one name", () => {
    expect(nameOf(new File([], "resnet50.onnx"))).toBe("resnet50");
    expect(nameOf(new File([], ".npz"))).toBe(".npz");
});

test("a search for something else keeps what was chosen", () => {
    const [one, other] = [{ id: "a" }, { id: "b" }];
    expect(listed([other], one, "a")).toEqual([one, other]);
    expect(listed([one, other], one, "a")).toEqual([one, other]);
    expect(listed([other], one, "")).toEqual([other]);
    expect(listed([other], undefined, "b")).toEqual([other]);
});
