import { markdownCharactersMax, renderMarkdown } from './render-markdown.js'

const hostile = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '[x](javascript:alert(1))',
  '[x](data:text/html,<script>alert(1)</script>)',
  '![x](https://tracker.example/pixel.gif)',
  '[![x](https://tracker.example/pixel.gif)](https://example.org)',
  '<https://example.org/"onmouseover="alert(1)>',
  '<svg onload=alert(1)>',
  '<iframe src="https://example.org"></iframe>',
  '[x][y]\n\n[y]: JaVaScRiPt:alert(1)',
  '`<b>`',
  '<form action="https://evil.example"><input name=a></form>',
  '- [x] done\n- [ ] open',
  '[^1]\n\n[^1]: note',
]

describe('Markdown on pages', () => {
  test.each(hostile)('%j runs and loads nothing', (text) => {
    const html = renderMarkdown(text)
    expect(html).not.toMatch(/<(script|img|svg|iframe|form|input|object|style|link|base)\b/i)
    expect(html).not.toMatch(/<[^>]*\s(on\w+|style|id|name|src|srcset)\s*=/i)
    expect(html).not.toMatch(/(href)="?(?!https?:|mailto:)[a-z]+:/i)
  })

  test('an image is a link that names it', () => {
    expect(renderMarkdown('![a chart](https://example.org/c.png)')).toContain(
      '<a href="https://example.org/c.png" rel="nofollow noopener noreferrer ugc">[image: a chart]</a>',
    )
  })

  test('links say that a user wrote them', () => {
    expect(renderMarkdown('https://example.org')).toContain('rel="nofollow noopener noreferrer ugc"')
  })

  test('code, tables, lists and struck text are there', () => {
    const html = renderMarkdown('```js\na\n```\n\n|a|b|\n|-|-|\n|1|2|\n\n~~x~~\n\n- [x] y')
    for (const part of ['<code class="language-js">', '<table>', '<del>', '☑ ']) expect(html).toContain(part)
  })

  test.each<[string, string]>([
    ['a text that is too long', `${'*'.repeat(markdownCharactersMax)}a`],
    ['nesting that is too deep', `${'> '.repeat(500)}deep`],
    ['brackets', '['.repeat(10_000)],
    ['emphasis', '*a_ '.repeat(5_000)],
    ['nested lists', Array.from({ length: 150 }, (_, depth) => `${' '.repeat(depth * 2)}- a`).join('\n')],
    ['delimiters below the bound', '*a_ '.repeat(900)],
    ['links', '[a](b'.repeat(4_000)],
    ['backticks', Array.from({ length: 180 }, (_, length) => '`'.repeat(length)).join(' ')],
    ['addresses', 'a@'.repeat(10_000)],
    ['tables', `|${'a|'.repeat(500)}\n|${'-|'.repeat(500)}\n`.repeat(5)],
  ])('%s still gives a page', (_story, text) => {
    expect(renderMarkdown(text).length).toBeGreaterThan(0)
  })
})
