import { expect, test } from 'vitest'
import { contrastOf } from './contrast-of.ts'
import { useMarkdownApp } from './stage.ts'

const app = useMarkdownApp()

const CODE = [
  '```ts\n// a note\nexport const a: number = f(`$'.concat('{b}`, /x\\n/, true) // more\n```'),
  '```python\n@wraps\ndef f(x: int) -> None:\n    """Text."""\n    return print(f"{x}", len([1, 2]))\n```',
  '```html\n<a href="x" class=\'y\'>text &amp; more</a>\n```',
  '```css\n#a .b > c:hover { color: red; --x: 1px !important }\n@media (x) {}\n```',
  '```diff\n@@ -1 +1 @@\n- old\n+ new\n```',
  "```sql\nselect count(*) from t where a = 'x' and b is null -- note\n```",
  '```json\n{"a": [1, true, null, "x"]}\n```',
].join('\n\n')
const FORMULAS =
  'In a line $e^{i\\pi} = -1$ and \\(\\vec{x}\\).\n\n$$\n\\frac{a}{b}\n$$\n\n$\\frac{a$ is wrong, $5 and $10 are prices.'

test.each(['light', 'dark'] as const)(
  'in the %s theme, code is coloured with enough contrast, in its place',
  async (colorScheme) => {
    const stage = await app.openStage({ colorScheme })
    const { page } = stage.chat
    await app.show(stage, [CODE])
    await expect.poll(() => page.locator('.hljs-keyword').count()).toBeGreaterThan(2)
    const colours = await page.locator('.code-block code span').evaluateAll(contrastOf)
    expect(colours.length).toBeGreaterThan(30)
    expect(colours.filter(({ contrast }) => contrast < 4.5)).toEqual([])
    const texts = await page.locator('.prose pre').allTextContents()
    expect(texts.join('\n')).toBe(
      CODE.split('\n')
        .filter((line) => line !== '' && !line.startsWith('```'))
        .join('\n'),
    )
    expect(await stage.faults()).toEqual([])
    await page.context().close()
  },
)

test.each(['light', 'dark'] as const)(
  'in the %s theme, formulas are drawn, with MathML beside them; a wrong one shows its source',
  async (colorScheme) => {
    const stage = await app.openStage({ colorScheme })
    const { page } = stage.chat
    await app.show(stage, [FORMULAS])
    await expect.poll(() => page.locator('.prose .katex').count()).toBe(3)
    expect(await page.locator('.prose math').count()).toBe(3)
    expect(await page.locator('.prose .katex-display').count()).toBe(1)
    expect(await page.locator('.formula-source[data-state="wrong"]').textContent()).toBe('\\frac{a')
    await page.locator('.prose').getByText('is wrong, $5 and $10 are prices.').waitFor()
    const fonts = await page.evaluate(
      '[...document.fonts].filter(({ status }) => status === "loaded").map(({ family }) => family)',
    )
    expect(fonts).toEqual(expect.arrayContaining(['KaTeX_Main', 'KaTeX_Math']))
    expect(await stage.faults()).toEqual([])
    await page.context().close()
  },
)

test('a page without a formula or a named language fetches neither part', async () => {
  const stage = await app.openStage()
  const asked: string[] = []
  stage.chat.page.on('request', (request) => asked.push(request.url()))
  await stage.chat.page.reload()
  await app.show(stage, ['**Bold**, `code`, $5 and $10.\n\n```\nplain\n```'])
  await stage.chat.page.locator('.prose strong').waitFor()
  expect(asked.filter((url) => /typeset|highlight|KaTeX/.test(url))).toEqual([])
  await stage.chat.page.context().close()
})
