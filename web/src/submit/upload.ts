import type { Kind } from "../api/queries";
import { refusal } from "../api/refused";
import type { Dataset, Model, Problem } from "../api/types";

const ACCEPTED = 300;

/** Sends a file of any size as it lies on the disk, and tells how far it is; fetch tells no progress of what it sends. */
export function upload(kind: Kind, file: File, progress: (share: number) => void, signal: AbortSignal): Promise<Model | Dataset> {
    return new Promise((resolve, reject) => {
        const request = new XMLHttpRequest();
        request.open("POST", `/v1/${kind}?name=${encodeURIComponent(nameOf(file))}`);
        request.setRequestHeader("Content-Type", "application/octet-stream");
        request.responseType = "json";
        request.upload.addEventListener("progress", ({ loaded, total }) => progress(total > 0 ? loaded / total : 0));
        request.addEventListener("load", () => {
            if (request.status < ACCEPTED) resolve(request.response as Model | Dataset);
            else reject(refusal(request.status, request.response as Partial<Problem>));
        });
        request.addEventListener("error", () => reject(new Error("The connection broke before the file had arrived: try it again.")));
        request.addEventListener("abort", () => reject(new Error("You stopped it.")));
        signal.addEventListener("abort", () => request.abort());
        request.send(file);
    });
}

/** Of versions of a model the same: what it is called without the end that says its format. */
export const nameOf = (file: File): string => file.name.replace(/\.(onnx|npz|zip)$/i, "") || file.name;
