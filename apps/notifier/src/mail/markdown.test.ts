import rehypeStringify from 'rehype-stringify'
import { unified } from 'unified'
import { markdownCharactersMax, markdownTree } from './markdown.js'

const html = (text: string): string => unified().use(rehypeStringify).stringify(markdownTree(text))

describe('Markdown in a mail', () => {
  test('keeps what it says', () => {
    expect(html('**bold** and `code`\n\n- one\n- two')).toBe(
      '<p><strong>bold</strong> and <code>code</code></p>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>',
    )
  })

  test('loads nothing: an image is a link', () => {
    expect(html('![a cat](https://tracker.example/cat.png)')).toBe(
      '<p><a href="https://tracker.example/cat.png">[a cat]</a></p>',
    )
  })

  test.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '[go](javascript:alert(1))',
    '![x](javascript:alert(1))',
    '<a href="data:text/html,x" style="position:fixed">x</a>',
    '<iframe src="https://evil.example"></iframe>',
    '<form action="https://evil.example"><input name=a></form>',
  ])('%j is harmless', (text) => {
    expect(html(text)).not.toMatch(/<script|<img|<iframe|<form|<input|javascript:|data:|onerror|style=/i)
  })

  test('what is too long is plain text', () => {
    const long = '*'.repeat(markdownCharactersMax + 1)
    expect(html(long)).toBe(`<pre>${long}</pre>`)
  })

  test('deep nesting is answered in bounded time and without a crash', () => {
    expect(() => html('> '.repeat(5_000) + 'x')).not.toThrow()
    expect(() => html('['.repeat(10_000))).not.toThrow()
  })
})
