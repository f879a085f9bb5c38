/** Ctrl+Shift+K or ⇧⌘K anywhere, and a slash where nothing is being typed and no dialog is open. */
export function isSearchKey(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing || event.altKey) return false
  const withCommand = event.ctrlKey || event.metaKey
  if (event.key.toLowerCase() === 'k') return withCommand && event.shiftKey
  return (
    event.key === '/' && !withCommand && !isTyping(event.target) && !document.querySelector('dialog[open]')
  )
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]')
}
