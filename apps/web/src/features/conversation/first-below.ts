/** The first of some elements, which stand below each other, that ends below `top`; found by halving them. */
export function firstBelow(elements: ArrayLike<Element>, top: number): Element | null {
  let above = -1
  let below = elements.length
  while (below - above > 1) {
    const middle = above + Math.floor((below - above) / 2)
    const bottom = elements[middle]?.getBoundingClientRect().bottom ?? 0
    if (bottom > top) below = middle
    else above = middle
  }
  return elements[below] ?? null
}
