import { expect, test } from "vitest";
import { arrayIn, type NumpyArray } from "../src/variant/accuracy/npz";
import { isPicture, pictureOf } from "../src/variant/accuracy/pictures";

// Written by NumPy: two samples of 1 x 4 x 5, counted up from 0, and labels.
const DEFLATED = "UEsDBC0AAAAIAAAAIQCgmRi+//////////8JABQAaW1hZ2UubnB5AQAQACABAAAAAAAAqwAAAAAAAACdyKEPAXEYxvHXJpgJgiAIv/Zj+wWMYjbngsYUQeLGmWDc7kwx20XRpoiiKIqiKIoXRVH05U/w7P082/vsO712tx+Tlaz12A1Gvq4pXZ9UtFF6svCXvjMfLPyx+91bzixw2YOp47n8+bJRJaMqRlULRm3UH0nKL2GDsjiEOOKKCNIUSUOhCAtdDOEhxBY7HHDECWdccMUNdzwQ4YkX3hBbJI4EUkgjgyxy9gdQSwMELQAAAAgAAAAhAAvXXCb//////////woAFABsYWJlbHMubnB5AQAQAJAAAAAAAAAASgAAAAAAAACb7BfqGxDJyFDGUK2eklqcXKRupaBuk2mhrqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RpGOpo6CrUKFAAuZgYIYIfSAFBLAQItAy0AAAAIAAAAIQCgmRi+qwAAACABAAAJAAAAAAAAAAAAAACAAQAAAABpbWFnZS5ucHlQSwECLQMtAAAACAAAACEAC9dcJkoAAACQAAAACgAAAAAAAAAAAAAAgAHmAAAAbGFiZWxzLm5weVBLBQYAAAAAAgACAG8AAABsAQAAAAA=";
const STORED = "UEsDBC0AAAAAAAAAIQCj0z5T//////////8JABQAaW1hZ2UubnB5AQAQAKgAAAAAAAAAqAAAAAAAAACTTlVNUFkBAHYAeydkZXNjcic6ICd8dTEnLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUnOiAoMiwgMSwgNCwgNSksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgCgAGDBIYHiQqMDY8QkhOVFpgZmxyeH6EipCWnKKorrS6wMbM0tje5OpQSwMELQAAAAAAAAAhAAvXXCb//////////woAFABsYWJlbHMubnB5AQAQAJAAAAAAAAAAkAAAAAAAAACTTlVNUFkBAHYAeydkZXNjcic6ICc8aTgnLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUnOiAoMiwpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgCgMAAAAAAAAABwAAAAAAAABQSwECLQMtAAAAAAAAACEAo9M+U6gAAACoAAAACQAAAAAAAAAAAAAAgAEAAAAAaW1hZ2UubnB5UEsBAi0DLQAAAAAAAAAhAAvXXCaQAAAAkAAAAAoAAAAAAAAAAAAAAIAB4wAAAGxhYmVscy5ucHlQSwUGAAAAAAIAAgBvAAAArwEAAAAA";

const bytes = (text: string): ArrayBuffer => Uint8Array.from(atob(text), (character) => character.charCodeAt(0)).buffer;

test("an input of a dataset is read as it was written", async () => {
    const array = await arrayIn(bytes(DEFLATED), "image");
    expect(array?.shape).toEqual([2, 1, 4, 5]);
    expect(Array.from(array?.values ?? [])).toEqual(Array.from({ length: 40 }, (_, index) => index));
    expect(Array.from((await arrayIn(bytes(STORED), "image"))?.values ?? []).slice(0, 4)).toEqual([0, 6, 12, 18]);
});

test("what is no such file, or has no such array, has no input", async () => {
    expect(await arrayIn(bytes(DEFLATED), "other")).toBeNull();
    expect(await arrayIn(bytes(DEFLATED), "labels")).toBeNull();
    expect(await arrayIn(new TextEncoder().encode("This is no zip.").buffer, "image")).toBeNull();
});

const array = (shape: number[]): NumpyArray => ({ shape, values: Array.from({ length: shape.reduce((all, each) => all * each, 1) }, (_, index) => index) });

test("a sample is a picture from its smallest to its largest value, wherever its channels stand", () => {
    const gray = pictureOf(array([2, 1, 4, 5]), 1);
    expect([gray?.width, gray?.height]).toEqual([5, 4]);
    expect(Array.from(gray?.pixels.subarray(0, 4) ?? [])).toEqual([0, 0, 0, 255]);
    expect(Array.from(gray?.pixels.subarray(-4) ?? [])).toEqual([255, 255, 255, 255]);
    const before = pictureOf(array([1, 3, 4, 4]), 0);
    expect(Array.from(before?.pixels.subarray(0, 3) ?? [])).toEqual([0, 87, 174]);
    const behind = pictureOf(array([1, 4, 4, 3]), 0);
    expect(Array.from(behind?.pixels.subarray(0, 3) ?? [])).toEqual([0, 5, 11]);
    expect(Array.from(behind?.pixels.subarray(4, 7) ?? [])).toEqual([16, 22, 27]);
});

test("what is no picture is shown as none", () => {
    for (const shape of [[2, 16], [2, 5, 4, 4], [2, 3, 4, 4, 4], [2, 1, 2, 5000]]) expect(isPicture(array(shape))).toBe(false);
    expect(pictureOf(array([2, 4, 4]), 2)).toBeNull();
    expect(pictureOf({ shape: [1, 4, 4], values: new Float32Array(16).fill(3) }, 0)?.pixels[0]).toBe(0);
});
