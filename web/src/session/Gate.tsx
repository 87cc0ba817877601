import { useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, use, useEffect, useState } from "react";
import { said } from "../api/refused";
import { Failed, Loading } from "../ui/Note";
import { SignIn } from "./SignIn";
import { comesToSignIn, type Entered, entered, forget, open } from "./session";

const Signed = createContext<Entered | null>(null);

/** Of whoever looks at what is inside of a `Gate`. */
export function useSession(): Entered {
    const session = use(Signed);
    if (session === null) throw new Error("nobody is signed in here");
    return session;
}

/** Shows what is inside to whoever is signed in, and to everybody else how to. */
export function Gate({ children }: { children: React.ReactNode }) {
    const { opening, trouble } = useOpening();
    const { data, error, refetch } = useQuery({ ...entered, enabled: !opening });
    // However it ended: also by its time.
    useEffect(() => {
        if (data === null) forget();
    }, [data]);
    if (error && data === undefined) return <main><Failed failure={error} retry={() => void refetch()} /></main>;
    if (opening || data === undefined) return <Loading what="the dashboard" />;
    if (data === null) return <SignIn trouble={trouble} />;
    return <Signed value={data}>{children}</Signed>;
}

/** Uses the link or the answer of a provider that the browser came with, also where it comes to a page that is open. */
function useOpening() {
    const client = useQueryClient();
    const [opening, setOpening] = useState(comesToSignIn);
    const [trouble, setTrouble] = useState<string | null>(null);
    useEffect(() => {
        const look = async (): Promise<void> => {
            if (!comesToSignIn()) return;
            setOpening(true);
            // Not that nobody is signed in is the news, but why.
            setTrouble(await open().then(() => null, said));
            setOpening(false);
            await client.resetQueries();
        };
        void look();
        addEventListener("hashchange", look);
        return () => removeEventListener("hashchange", look);
    }, [client]);
    return { opening, trouble };
}
