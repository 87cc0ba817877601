import { Button } from "./Button";
import { tell } from "./toasts";

/** Copies a text that is made when it is asked for. */
export function Copy({ label, text }: { label: string; text: () => string }) {
    const copy = async (): Promise<void> => {
        try {
            await navigator.clipboard.writeText(text());
            tell(`Copied: ${label.replace(/^Copy (as )?/, "")}`);
        } catch {
            tell("The browser did not allow to copy. Select the text and copy it by hand.");
        }
    };
    return <Button onClick={() => void copy()}>{label}</Button>;
}
