import type { NoiseFloor } from "../api/types";
import { short } from "./number";

/** What differences a node can see, in the words of the command line. */
export function floorText({ controls, needed, smallestDifference }: NoiseFloor): string {
    return smallestDifference == null ? `not known yet (${controls} of ${needed} measurements)` : `${short(100 * smallestDifference)} %`;
}
