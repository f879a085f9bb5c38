import { expect, test } from 'vitest'
import { readCommands } from './read-commands.ts'

test('commands are read from the indented blocks, over several lines too, with what is said below them', () => {
  const page = [
    'Text, and `    no block`.',
    '',
    '    DUCK=here',
    '    curl $DUCK -d \'{"a":',
    "      1}' \\",
    '      -v',
    '    # 201 {"a":1}',
    '    curl $DUCK',
    '    # 204',
  ].join('\n')
  expect(readCommands(page)).toEqual([
    { text: 'DUCK=here', expected: null },
    { text: 'curl $DUCK -d \'{"a":\n  1}\' \\\n  -v', expected: { status: 201, reply: { a: 1 } } },
    { text: 'curl $DUCK', expected: { status: 204, reply: undefined } },
  ])
})
