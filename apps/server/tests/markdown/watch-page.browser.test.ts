import { must } from '@duck/protocol'
import { beforeAll, expect, test } from 'vitest'
import { EVIL } from './corpus/index.ts'
import { type Stage, useMarkdownApp } from './stage.ts'

const app = useMarkdownApp()

/** What a hole in the renderer would let through, as a script of the page; `prose` is an answer's element. */
const PLANTED: [what: string, fault: string | RegExp, script: string][] = [
  ['a dialog', 'dialog: alert 1', 'setTimeout(() => alert(1))'],
  ['an event handler', /policy: require-trusted-types-for .* Element onclick/, `add('p', { onclick: 'x' })`],
  ['a style', /attribute: p style=.*fixed/, `add('p', {}).style.position = 'fixed'`],
  [
    'a style in a formula',
    /attribute: span style=.*fixed/,
    `add('span', { class: 'katex' }).style.position = 'fixed'`,
  ],
  ['MathML in no formula', 'element: math', `add('math', {})`],
  ['a script', 'element: script', `add('script', {})`],
  ['a frame', /^frame: /, `add('iframe', {})`],
  ['a form', 'element: form', `add('form', { action: '${EVIL}' })`],
  ['a name that clobbers', 'name: p id=root', `add('p', { id: 'root' })`],
  ['a link that runs', 'href: javascript:alert(1)', `add('a', { href: 'javascript:alert(1)' })`],
  [
    'a link to this site',
    'href: /x',
    `add('a', { href: '/x', target: '_blank', rel: 'noopener noreferrer' })`,
  ],
  ['a link in this tab', `href: ${EVIL}`, `add('a', { href: '${EVIL}', rel: 'noopener noreferrer' })`],
  ['an element for a moment', 'element: embed', `add('embed', {}).remove()`],
  ['an image elsewhere', /policy: img-src https:\/\/evil/, `add('img', { src: '${EVIL}.png' })`],
  [
    'a style elsewhere',
    /policy: style-src-elem https/,
    `add('link', { rel: 'stylesheet', href: '${EVIL}.css' })`,
  ],
  ['an inline style', /policy: style-src-elem inline/, `add('style', {}).append('*{}')`],
  ['an inline script', /policy: (script-src-elem|require-trusted)/, `add('script', {}).text = 'alert(2)'`],
  ['markup made of text', /policy: require-trusted-types-for/, `prose.innerHTML = '<b>x</b>'`],
  ['a call elsewhere', /policy: connect-src/, `fetch('${EVIL}').catch(() => {})`],
  ['a request here that only a payload names', /request: .*pwned/, `fetch('/api/pwned')`],
  ['a form that is sent', /policy: form-action/, `add('form', { action: '${EVIL}' }).submit()`],
  ['an error', /uncaught: .*planted/, `setTimeout(() => { throw new Error('planted') })`],
  ['a new tab', /^new tab/, `open('${EVIL}')`],
]

let stage: Stage
let answer: string
beforeAll(async () => {
  stage = await app.openStage()
  answer = must((await app.show(stage, ['**quack**']))[0], 'an answer')
})

test.each(PLANTED)('the watch sees %s', async (_what, fault, script) => {
  const before = await stage.faults()
  await stage.chat.page.evaluate(planting(answer, script))
  await expect
    .poll(async () => (await stage.faults()).filter((each) => !before.includes(each)))
    .toContainEqual(typeof fault === 'string' ? fault : expect.stringMatching(fault))
})

/** The script with what it uses; the policy may stop it anywhere. */
function planting(answerId: string, script: string): string {
  return `{
    const prose = document.querySelector('[data-message-id="${answerId}"] .prose')
    const add = (tag, attributes) => {
      const element = document.createElement(tag)
      for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
      prose.append(element)
      return element
    }
    try { ${script} } catch {}
  }`
}

test('without the policy the watch still sees what leaves and what would run, and nothing does leave', async () => {
  const bare = await app.openStage({ bypassCSP: true })
  const [quack] = await app.show(bare, ['**quack**'])
  await bare.chat.page.evaluate(
    planting(must(quack, 'an answer'), `add('img', { src: '${EVIL}.png', onclick: 'x' })`),
  )
  await expect.poll(() => bare.faults()).toContainEqual(`request: ${EVIL}.png`)
  expect(await bare.faults()).toContainEqual('attribute: img onclick=x')
  await bare.chat.page.context().close()
})

test('an image is opened by a click alone, in a tab that knows nothing of ours', async () => {
  const own = await app.openStage()
  await app.show(own, [`![a duck](${EVIL}.png)`])
  expect(await own.faults()).toEqual([])
  const { page } = own.chat
  const asked = page.context().waitForEvent('request', (request) => request.url() === `${EVIL}.png`)
  const opening = page.context().waitForEvent('page')
  await page.getByRole('link', { name: 'Open image at evil.example · a duck' }).click()
  expect(await (await asked).allHeaders()).not.toHaveProperty('referer')
  expect(await (await opening).evaluate('window.opener')).toBeNull()
  await page.context().close()
})
