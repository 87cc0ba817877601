import { Link } from "@tanstack/react-router";
import { useSession } from "../session/Gate";
import { may } from "../session/session";
import styles from "./shell.module.css";

/** The places; those of admins only to them. */
export function Menu() {
    const session = useSession();
    return (
        <nav className={styles.menu} aria-label="Places">
            <Link to="/runs">Runs</Link>
            {may(session, "submit") && <Link to="/new">New run</Link>}
            <Link to="/models">Models</Link>
            <Link to="/releases">Releases</Link>
            <Link to="/overview">Overview</Link>
            <Link to="/history">History</Link>
            <Link to="/compare">Compare</Link>
            <Link to="/nodes">Nodes</Link>
            <Link to="/use">Use</Link>
            {may(session, "admin") && <Link to="/audit">Audit log</Link>}
        </nav>
    );
}
