interface Node {
  type: string
  value?: string
  children?: Node[]
}

/** Shows a raw HTML block as a paragraph of its source; without this it would stand between the paragraphs, bare. */
export function htmlAsText() {
  return (tree: Node): void => {
    tree.children = (tree.children ?? []).map((node) =>
      node.type === 'html'
        ? { type: 'paragraph', children: [{ type: 'text', value: node.value ?? '' }] }
        : node,
    )
  }
}
