import { buttonLook } from "../ui/Button";

/** An answer of the service as a file. */
export function File({ form, href, name }: { form: "CSV" | "JSON"; href: string; name: string }) {
    return <a className={buttonLook()} href={href} download={`${name}.${form.toLowerCase()}`}>{form}</a>;
}
