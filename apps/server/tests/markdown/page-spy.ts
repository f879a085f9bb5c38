/// <reference lib="dom" />

/** What `spyOnPage` notes in the page, in order; read it with `evaluate(() => Reflect.get(globalThis, FAULTS))`. */
export const FAULTS = '__duckFaults'

/**
 * Runs in the page before any of its scripts, so it stands alone. Notes every violation of the page's policy and whatever is put
 * into the conversation or the list of chats that a message must never become, also for a moment.
 */
export function spyOnPage(key: string): void {
  const faults: string[] = []
  Object.defineProperty(globalThis, key, { value: faults })
  const note = (fault: string) => void (faults.includes(fault) || faults.push(fault))
  addEventListener('securitypolicyviolation', (event) =>
    note(`policy: ${event.effectiveDirective} ${event.blockedURI} ${event.sample}`),
  )
  const WATCHED = '[role="log"], nav, header'
  const TAGS = new Set(
    'a article blockquote br button circle code del div em ellipse figcaption figure g h1 h2 h3 h4 h5 h6 header hr i input label li line nav ol optgroup option p path polygon polyline pre rect s section select selectedcontent span strong sup svg table tbody td th thead tr ul'.split(
      ' ',
    ),
  )
  const FORBIDDEN =
    /^(on|style$|src|action$|formaction$|ping$|background$|poster$|srcset$|data$|xlink:|is$|slot$|nonce$)/
  // What KaTeX draws, in a formula alone.
  const FORMULA_TAGS = new Set(
    'math semantics annotation mrow mi mn mo mtext mspace mover munder munderover msup msub msubsup mfrac mroot msqrt mtable mtr mtd menclose mstyle mpadded mphantom'.split(
      ' ',
    ),
  )
  const FORMULA_STYLE =
    /^(?:(?:height|width|min-width|top|bottom|left|margin(?:-\w+)?|padding-left|vertical-align|border(?:-\w+)*|(?:background-)?color|text-shadow): (?:-?[\d.]+(?:em|px)|0|[a-z]+|rgb\([\d, ]+\))(?: solid)?; ?|position: relative; ?)*$/
  const ALIGNED = /^text-align: (left|center|right);$/

  /** The app's own links are to chats; a message's open a tab of their own that knows nothing of ours. */
  const isGoodLink = (link: Element) => {
    const [href, target, rel] = ['href', 'target', 'rel'].map((name) => link.getAttribute(name) ?? '')
    if (!link.closest('.prose')) return /^\/s\/[A-Za-z0-9_-]+$/.test(href ?? '')
    return /^(https?|mailto):/.test(href ?? '') && target === '_blank' && rel === 'noopener noreferrer'
  }
  const inspect = (element: Element) => {
    const tag = element.localName
    const isFormula = element.closest('.katex') !== null
    if (!TAGS.has(tag) && !(isFormula && FORMULA_TAGS.has(tag))) note(`element: ${tag}`)
    if (tag === 'input' && element.closest('[role="log"]') && element.getAttribute('type') !== 'checkbox')
      note(`element: input ${element.getAttribute('type')}`)
    if (element.hasAttribute('href') && !isGoodLink(element)) note(`href: ${element.getAttribute('href')}`)
    for (const { name, value } of element.attributes) {
      const isStyle = name === 'style' && (isFormula ? FORMULA_STYLE : ALIGNED).test(value)
      if (FORBIDDEN.test(name) && !isStyle) note(`attribute: ${tag} ${name}=${value}`)
      if (
        (name === 'id' || name === 'name') &&
        element.closest('.prose') &&
        !value.startsWith('user-content-')
      )
        note(`name: ${tag} ${name}=${value}`)
    }
  }
  const inspectAll = (node: Node) => {
    if (!(node instanceof Element)) return
    inspect(node)
    for (const inner of node.querySelectorAll('*')) inspect(inner)
  }
  new MutationObserver((changes) => {
    for (const { target, addedNodes } of changes) {
      const element = target instanceof Element ? target : target.parentElement
      const watched = element?.closest(WATCHED)
      if (watched && element) inspect(element)
      for (const node of addedNodes) {
        // What is gone by now is in no watched place any more, but was put into one.
        if (watched) inspectAll(node)
        else if (node instanceof Element)
          for (const inner of node.querySelectorAll(WATCHED)) inspectAll(inner)
      }
    }
  }).observe(document, { subtree: true, childList: true, attributes: true })
}
