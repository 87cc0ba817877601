import { Link } from "@tanstack/react-router";
import { Empty } from "../ui/Note";
import { Page } from "../ui/Page";

export function NotFound() {
    return (
        <Page title="Not found">
            <Empty title="There is no such page">
                <p>The address may be of a newer or older release. <Link to="/runs">See the runs</Link>.</p>
            </Empty>
        </Page>
    );
}
