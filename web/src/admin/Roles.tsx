import type { Status } from "../api/types";
import { moment } from "../number/time";
import { Card } from "../ui/Card";
import { Name } from "../ui/Name";
import { Line, Table } from "../ui/Table";

const COLUMNS = ["Role", "Process", "Version", "State", "Started"].map((head) => ({ head }));

/** The processes of the service; one that was killed is shown for a day. */
export function Roles({ roles }: { roles: Status["roles"] }) {
    return (
        <Card title="Processes">
            <Table label="Processes" columns={COLUMNS}>
                {roles.map((role) => (
                    <Line
                        key={`${role.role} ${role.process}`}
                        columns={COLUMNS}
                        cells={[role.role, <Name>{role.process}</Name>, role.version, state(role), moment(role.startedAt)]}
                    />
                ))}
            </Table>
        </Card>
    );
}

function state({ live, paused, lastSeenAt }: Status["roles"][number]): string {
    if (!live) return `gone, last seen ${moment(lastSeenAt)}`;
    return paused === null ? "at work" : `paused: ${paused}`;
}
