type Child = Node | string | null;

/** An element; texts become text nodes, so nothing that a server says is ever read as HTML. */
export function el(tag: string, attributes: Record<string, string> = {}, ...children: Child[]): HTMLElement {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children.filter((child) => child !== null));
    return element;
}

export function byId(id: string): HTMLElement {
    const element = document.getElementById(id);
    if (!element) throw new Error(`the page has no #${id}`);
    return element;
}

export const badge = (word: string, text: string = word): HTMLElement => el("span", { class: `badge ${word}` }, text);
