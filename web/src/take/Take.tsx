import { useRef } from "react";
import { said } from "../api/refused";
import { Button } from "../ui/Button";
import { tell } from "../ui/toasts";
import { visible } from "../ui/visible";
import { fileName, paperOf, pngOf, save, svgOf } from "./save";
import { sheetOf } from "./sheet";
import { taken } from "./standalone";
import styles from "./take.module.css";

interface Props {
    title: string;
    /** Other forms, as links. */
    files?: React.ReactNode;
    /** The drawings, with what is to stand beside them. */
    children: React.ReactNode;
}

/** Drawings that can be taken along as they are seen. */
export function Take({ title, files, children }: Props) {
    const place = useRef<HTMLDivElement>(null);
    const name = visible(title);
    const take = async (form: "svg" | "png"): Promise<void> => {
        if (place.current === null) return;
        try {
            const { parts, definitions } = taken(place.current);
            const sheet = sheetOf(name, parts, definitions, paperOf(place.current));
            save(form === "svg" ? svgOf(sheet) : await pngOf(sheet), `${fileName(name)}.${form}`);
        } catch (failure) {
            tell(said(failure));
        }
    };
    return (
        <>
            <div ref={place}>{children}</div>
            <details className={styles.take}>
                <summary aria-label={`Take along: ${name}`}>Take along</summary>
                <div className={styles.forms}>
                    <Button onClick={() => void take("svg")}>SVG</Button>
                    <Button onClick={() => void take("png")}>PNG</Button>
                    {files}
                </div>
            </details>
        </>
    );
}
