import type { Page } from 'playwright-core'

/** Collects what a page complains about from now on: uncaught errors, and console lines of level error. */
export function collectErrors(page: Page): string[] {
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(`uncaught: ${error.stack ?? error.message}`))
  page.on('crash', () => errors.push('the tab crashed'))
  page.on('console', (line) => {
    if (line.type() === 'error') errors.push(`console: ${line.text()} (${line.location().url})`)
  })
  return errors
}
