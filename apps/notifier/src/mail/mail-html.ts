import type { ElementContent, Root } from 'hast'
import { h } from 'hastscript'
import rehypeStringify from 'rehype-stringify'
import { unified } from 'unified'
import { markdownTree } from './markdown.js'

const writer = unified().use(rehypeStringify).freeze()

const bodyStyle =
  'margin:0 auto;max-width:40rem;padding:1.5rem 1rem;font:16px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif;overflow-wrap:anywhere'
const footStyle = 'margin-top:2rem;padding-top:.75rem;border-top:1px solid #8888;font-size:13px;opacity:.8'

/** A page of one column that follows the reader's light or dark setting. Built as a tree, so that no text can become markup. */
export function htmlMail(title: string, content: readonly ElementContent[], foot: readonly ElementContent[]): string {
  const page = h(null, [
    h('html', { lang: 'en' }, [
      h('head', [
        h('meta', { charset: 'utf-8' }),
        h('meta', { name: 'viewport', content: 'width=device-width' }),
        h('meta', { name: 'color-scheme', content: 'light dark' }),
        h('title', title),
      ]),
      h('body', { style: bodyStyle }, [...content, h('div', { style: footStyle }, [...foot])]),
    ]),
  ])
  return `<!doctype html>${writer.stringify(page)}`
}

export const paragraph = (...children: (ElementContent | string)[]): ElementContent => h('p', children)

export const link = (href: string, label: string): ElementContent => h('a', { href }, label)

export const button = (href: string, label: string): ElementContent =>
  h('p', [
    h(
      'a',
      {
        href,
        style:
          'display:inline-block;padding:.6rem 1.2rem;border-radius:6px;background:#1f6feb;color:#fff;text-decoration:none',
      },
      label,
    ),
  ])

/** Markdown as elements of the mail. */
export function markdown(text: string): ElementContent[] {
  const tree: Root = markdownTree(text)
  return tree.children.filter((child) => child.type !== 'doctype')
}
