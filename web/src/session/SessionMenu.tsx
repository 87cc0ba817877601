import { Button } from "../ui/Button";
import { Name } from "../ui/Name";
import { tell } from "../ui/toasts";
import { said } from "../api/refused";
import { useSession } from "./Gate";
import { choose, chosen } from "./project";
import { end, forget } from "./session";
import styles from "./session-menu.module.css";

/** Who is signed in, in which project, and the way out. */
export function SessionMenu() {
    const { session, projects } = useSession();
    const name = session.identity?.name ?? session.key;
    return (
        <div className={styles.menu} id="session">
            {projects.length > 1 && (
                <select aria-label="Project" defaultValue={chosen()} onChange={(event) => enter(event.target.value)}>
                    {projects.map((project) => <option key={project.name}>{project.name}</option>)}
                </select>
            )}
            {name !== null && (
                <>
                    <span className={styles.name}><Name>{name}</Name></span>
                    <Button onClick={() => void end().catch((failure: unknown) => tell(said(failure)))}>Sign out</Button>
                </>
            )}
        </div>
    );
}

/** Nothing of what was looked at before is of this project. */
function enter(project: string): void {
    choose(project);
    forget();
    location.replace(location.pathname);
}
