interface Node {
  type: string
  value?: string
  position?: object | undefined
  children?: Node[]
}

const INLINE = new Set(['paragraph', 'heading', 'emphasis', 'strong', 'delete', 'link', 'tableCell'])

/** Shows raw HTML as its source: in a line as text of it, else as a paragraph, so that it does not stand between others, bare. */
export function htmlAsText() {
  return showHtml
}

function showHtml(parent: Node): void {
  if (!parent.children) return
  parent.children = parent.children.map((node) => {
    if (node.type !== 'html') {
      showHtml(node)
      return node
    }
    const text = { type: 'text', value: node.value ?? '' }
    return INLINE.has(parent.type) ? text : { type: 'paragraph', children: [text], position: node.position }
  })
}
