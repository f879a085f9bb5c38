import { EVIL, type Payload } from './payload.ts'

const FORMULAS = [
  String.raw`\href{javascript:alert(1)}{x}`,
  String.raw`\href{${EVIL}}{x}`,
  String.raw`\url{javascript:alert(1)}`,
  String.raw`\includegraphics{${EVIL}.png}`,
  String.raw`\includegraphics[height=9em,alt=x]{${EVIL}.png}`,
  String.raw`\htmlClass{modal}{x}`,
  String.raw`\htmlId{root}{x}`,
  String.raw`\htmlStyle{position:fixed;inset:0;background:url(${EVIL})}{x}`,
  String.raw`\htmlData{x=1, onclick=alert(1)}{x}`,
  String.raw`\def\a{\a\a}\a`,
  String.raw`\newcommand{\a}{\a\a\a}\a`,
  String.raw`\gdef\a#1{#1#1#1#1}\a{\a{\a{\a{\a{\a{\a{x}}}}}}}`,
  String.raw`\let\frac\a\frac12`,
  String.raw`\color{red;position:fixed}x`,
  String.raw`\textcolor{url(${EVIL})}{x}`,
  String.raw`\colorbox{expression(alert(1))}{x}`,
  String.raw`\fcolorbox{red}{blue}{x}\color{#f00}y`,
  String.raw`\rule{1000000em}{1000000em}`,
  String.raw`\kern-1000em\raisebox{1000em}{x}\hspace{-9999px}`,
  String.raw`\text{<img src=${EVIL}.png onerror=alert(1)>}`,
  '<script>alert(1)</script>',
  String.raw`\text{</annotation></semantics></math><script>alert(1)</script>}`,
  String.raw`\text{" onmouseover="alert(1)}`,
  String.raw`\unicode{x3c}script\char"3C\char"10FFFF`,
  String.raw`\operatorname{constructor}_{__proto__}^{toString}`,
  String.raw`\constructor \__proto__ \hasOwnProperty`,
  String.raw`\tag{<b>} \label{x} \ref{x} \eqref{x}`,
  String.raw`\verb|<b onclick=alert(1)>|`,
  String.raw`\begin{document}\input{/etc/passwd}\end{document}`,
  String.raw`\vec{x}\widehat{abc}\overbrace{a}^b\sqrt[3]{x}\cancel{y}\boxed{z}\underline{u}`,
  String.raw`\begin{array}{c|c:c}a&b&c\\\hline d&e&f\end{array}\pmb{x}\phase{x}\angl{n}`,
  '\u202Eabc\u202C \uFEFF',
  '%',
  '#1',
  '&',
]

const LANGUAGES = [
  'constructor',
  '__proto__',
  'hasOwnProperty',
  'toString',
  'valueOf',
  'javascript" onclick="alert(1)',
  '<img src=x onerror=alert(1)>',
  '../../../etc/passwd',
  'js\u202Ets',
  'x'.repeat(300),
  'HTML',
]

const FORMS = [
  (formula: string) => `A $${formula}$ b`,
  (formula: string) => `$$\n${formula}\n$$`,
  (formula: string) => `\\[ ${formula} \\]`,
]

/** What KaTeX and the highlighter could be led to do. */
export const FORMULAS_AND_CODE: readonly Payload[] = [
  ...FORMULAS.map((formula, at) => FORMS[at % FORMS.length]?.(formula) ?? formula),
  ...LANGUAGES.map((language) => `\`\`\`${language}\n<b onclick="alert(1)">x</b> // ${EVIL}\n\`\`\``),
  '$`a`$ \\(`\\)` $[a](javascript:alert(1))$ [$x](javascript:alert(1)$)',
  '$$<!--$$ --> $<b$>c$ \\(</span>\\)',
]
