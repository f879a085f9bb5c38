import { expect, test } from 'vitest'
import { titleFromModel } from './title-from-model.ts'

test.each([
  ['Ducks in winter', 'Ducks in winter'],
  ['  "Ducks in winter."\n', 'Ducks in winter'],
  ['„Enten im Winter“', 'Enten im Winter'],
  ['«Canards en hiver»', 'Canards en hiver'],
  ['Title: Ducks in winter', 'Ducks in winter'],
  ['**Title:** "Ducks in winter"', 'Ducks in winter'],
  ['# Ducks in winter', 'Ducks in winter'],
  ['Titre : Canards', 'Canards'],
  ['冬のアヒル。', '冬のアヒル'],
  ['Ducks\tin   winter', 'Ducks in winter'],
  ['Learning C#', 'Learning C#'],
  ['Titles of nobility', 'Titles of nobility'],
  ['What is a duck?', 'What is a duck?'],
  ['Ducks\n\nThis title sums up the conversation.', 'Ducks'],
])('of %j the title is left', (reply, title) => {
  expect(titleFromModel(reply)).toBe(title)
})

test.each([
  [''],
  [' \n\t '],
  ['""'],
  ['***'],
  ['.'],
  ['Title:'],
  ['a\u0000b'],
  ['half \ud83e'],
  ['essay '.repeat(60)],
])('%j is no title', (reply) => {
  expect(titleFromModel(reply)).toBeNull()
})

test('a title that is a little long is cut at a word', () => {
  expect(titleFromModel('Ducks and '.repeat(10))).toBe(`${'Ducks and '.repeat(5)}Ducks and…`)
})

test('what a model thinks aloud before it replies is no title', () => {
  expect(titleFromModel('<think>\nThe user wants a title.\n</think>\n\nDucks in winter')).toBe(
    'Ducks in winter',
  )
  expect(titleFromModel('<think>\nThe user wants')).toBeNull()
})
