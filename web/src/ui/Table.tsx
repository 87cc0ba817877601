import styles from "./table.module.css";

interface Column { head: string; numeric?: boolean }

interface Props {
    label: string;
    caption?: React.ReactNode;
    columns: Column[];
    /** Each a `Line`. */
    children: React.ReactNode;
}

/** Wide tables scroll by themselves, by keyboard too; on a narrow screen each line is a card whose cells have their heads. */
export function Table({ label, caption, columns, children }: Props) {
    return (
        <div className={styles.scroll} tabIndex={0} role="group" aria-label={label}>
            <table className={styles.table} role="table">
                {caption && <caption>{caption}</caption>}
                <thead role="rowgroup">
                    <tr role="row">
                        {columns.map(({ head, numeric }) => (
                            <th key={head} scope="col" role="columnheader" className={numeric ? styles.numeric : undefined}>{head}</th>
                        ))}
                    </tr>
                </thead>
                <tbody role="rowgroup">{children}</tbody>
            </table>
        </div>
    );
}

interface LineProps { columns: Column[]; cells: React.ReactNode[]; marked?: boolean }

/** A line of a table; its first cell is its head. */
export function Line({ columns, cells, marked = false }: LineProps) {
    return (
        <tr role="row" className={marked ? styles.marked : undefined}>
            {cells.map((cell, index) => {
                const { head, numeric } = columns[index] ?? { head: "" };
                const look = numeric ? styles.numeric : undefined;
                return index === 0 ? (
                    <th key={head} scope="row" role="rowheader" className={look}>{cell}</th>
                ) : (
                    <td key={head} role="cell" className={look} data-head={head}>{cell}</td>
                );
            })}
        </tr>
    );
}
