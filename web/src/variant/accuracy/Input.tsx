import { useEffect, useRef } from "react";
import type { Picture } from "./pictures";
import styles from "./input.module.css";

/** What the models saw. */
export function Input({ picture: { width, height, pixels }, sample }: { picture: Picture; sample: number }) {
    const canvas = useRef<HTMLCanvasElement>(null);
    useEffect(() => canvas.current?.getContext("2d")?.putImageData(new ImageData(pixels, width, height), 0, 0), [pixels, width, height]);
    return <canvas ref={canvas} className={styles.input} width={width} height={height} role="img" aria-label={`Input of sample ${sample}`} />;
}
