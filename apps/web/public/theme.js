// Before the first paint, so that a chosen theme never flashes. A file of its own, so that the page needs no inline script.
try {
  const theme = localStorage.getItem('duck.theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
} catch {
  // Storage may be forbidden; the system's theme is shown then.
}
