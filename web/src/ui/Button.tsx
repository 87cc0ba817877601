import styles from "./button.module.css";

type Props = React.ButtonHTMLAttributes<HTMLButtonElement> & { kind?: "plain" | "main" | "danger" };

export function Button({ kind = "plain", className = "", ...rest }: Props) {
    return <button type="button" className={`${styles.button} ${styles[kind]} ${className}`} {...rest} />;
}

export const buttonLook = (kind: "plain" | "main" = "plain"): string => `${styles.button} ${styles[kind]}`;
