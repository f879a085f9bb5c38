const T = '```'

/** Answers whose markup is half open for a while, with what comes behind it. */
export const GROWING: readonly { name: string; text: string }[] = [
  {
    name: 'a fence with blank lines',
    text: `Before.\n\n${T}ts\nconst a = 1\n\n\nconst b = \`x\`\n${T}\n\nAfter.`,
  },
  { name: 'a fence longer than three', text: `One.\n\n~~~~md\n${T}\ninner\n${T}\n~~~~\n\nTwo.` },
  {
    name: 'a table',
    text: 'Before.\n\n| a | b | c |\n|---|:-:|--:|\n| 1 | **2** | 3 |\n| `4` | [5](https://pond.example) | 6 |\n\nAfter.',
  },
  {
    name: 'links and images',
    text: 'A [link](https://pond.example/a_b "title") and ![image](https://pond.example/d.png) here.\n\nNext.',
  },
  {
    name: 'emphasis',
    text: 'A **bold *and italic* end** with ~~gone~~ and ***both*** and __more__.\n\nNext **one**.',
  },
  { name: 'a setext heading', text: 'Title\n=====\n\nText under it.\n\nSub\n---\n\nMore.' },
  {
    name: 'a list after a text',
    text: 'Take:\n- one\n- two **bold**\n  - deeper\n    1. deepest\n- three\n\nDone.',
  },
  {
    name: 'a loose list',
    text: '1. first\n\n   with a paragraph\n\n2. second\n\n   > quoted\n\n3. third\n\nEnd.',
  },
  { name: 'a task list', text: '- [x] done\n- [ ] to do\n- [ ] more `code`\n\nEnd.' },
  { name: 'a quote', text: '> one\n> two\n>\n> - list\n>   in it\n\nAfter.' },
  {
    name: 'a formula in a line',
    text: String.raw`Euler has $e^{i\pi} + 1 = 0$ and \(\frac{a}{b}\), for $5 or $10.`,
  },
  {
    name: 'a formula of many lines',
    text: String.raw`Before.

$$
\begin{aligned}
f(x) &= x^2 + 2x + 1 \\
     &= (x+1)^2 \\
     &= g(x)
\end{aligned}
$$

Between.

\[
\sqrt{x}

+ y
\]

After.`,
  },
  { name: 'a formula that is wrong', text: String.raw`Before $\frac{a$ and $$\notacommand{x}$$ after.` },
  { name: 'prices', text: 'It is $5, or $10 for two; **$20** at most.\n\nThat is $15 less.' },
  {
    name: 'a definition at the end',
    text: 'See [the pond][1] and [a].\n\nText.\n\n[1]: https://pond.example\n\nMore.\n\n[a]: https://pond.example/a',
  },
  {
    name: 'footnotes',
    text: 'One[^1].\n\nTwo[^b].\n\n- list\n\n[^1]: The first.\n\n[^b]: The second, with `code`.\n\nThe end.',
  },
  {
    name: 'HTML',
    text: 'Before <b>bold</b>.\n\n<details>\n<summary>More</summary>\n\nInside.\n\n</details>\n\n<!-- a\n\ncomment -->\n\nAfter.',
  },
  { name: 'headings', text: '# One\ntext\n## Two\n### Three\n\ntext\n\n#### Four\n\n---\n\nEnd' },
  { name: 'marks that stay alone', text: 'a * b ** c _ d ` e [ f ( g ~ h | i # j > k \\ l < m & n $ o' },
  {
    name: 'wide marks',
    text: '日本語の**太字**と`code`、🦆 **emoji 👩‍👩‍👧** e\u0301.\n\nمرحبا **بالعالم**.',
  },
  {
    name: 'a long line of code',
    text: `${T}json\n{"a": "${'x'.repeat(300)}", "b": [1, 2, 3], "c": null}\n${T}`,
  },
  {
    name: 'a code fence in a list',
    text: `1. Run:\n\n   ${T}sh\n   echo "$HOME"\n\n   ls\n   ${T}\n\n2. Then:\n\n   ${T}\n   x\n   ${T}\n`,
  },
]
