import type { Root, RootContent } from 'hast'

/** The tree's top elements by the block that they begin in; what the text does not hold, its list of footnotes, comes last. */
export function groupByBlock(tree: Root, blocks: readonly string[]): { groups: Root[]; notes: Root } {
  const groups = blocks.map((): Root => ({ type: 'root', children: [] }))
  const notes: Root = { type: 'root', children: [] }
  let at = 0
  let end = blocks[0]?.length ?? 0
  for (const node of tree.children) {
    const offset = offsetOf(node)
    while (offset >= end && at < blocks.length - 1) {
      at += 1
      end += blocks[at]?.length ?? 0
    }
    const group = offset === Number.POSITIVE_INFINITY ? notes : groups[at]
    group?.children.push(node)
  }
  return { groups, notes }
}

function offsetOf(node: RootContent): number {
  return node.position?.start.offset ?? Number.POSITIVE_INFINITY
}
