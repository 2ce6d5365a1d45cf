import type { Element, Root } from 'hast'
import { defaultSchema, type Schema } from 'hast-util-sanitize'
import rehypeSanitize from 'rehype-sanitize'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import remarkRehype from 'remark-rehype'
import { unified } from 'unified'

/** Markdown beyond this is shown as plain text: parsing time grows with nesting, and a mail is no place for a book. */
export const markdownCharactersMax = 20_000
/** Nesting beyond this is shown as plain text: the steps after parsing recurse, and a hostile text must not end their stack. */
export const markdownDepthMax = 64

/**
 * What a mail may show. No images, so that opening a mail tells nobody; no ids or classes, so that nothing outside the text is imitated; links
 * only to where a browser or a mail program goes.
 */
const schema: Schema = {
  ...defaultSchema,
  tagNames: (defaultSchema.tagNames ?? []).filter(
    (name) => name !== 'img' && name !== 'input' && name !== 'picture' && name !== 'source',
  ),
  attributes: { a: ['href', 'title'], ol: ['start'], td: ['align'], th: ['align'] },
  protocols: { href: ['http', 'https', 'mailto'] },
}

const pipeline = unified()
  .use(remarkParse)
  .use(remarkGfm)
  .use(remarkRehype)
  .use(imagesToLinks)
  .use(rehypeSanitize, schema)
  .freeze()

/** Markdown by a stranger as a tree of harmless elements; sanitising is the last step, after everything that builds elements. */
export function markdownTree(text: string): Root {
  if (text.length > markdownCharactersMax) return plain(text)
  const parsed = pipeline.parse(text)
  return nestedWithin(parsed, markdownDepthMax) ? pipeline.runSync(parsed) : plain(text)
}

const plain = (text: string): Root => ({
  type: 'root',
  children: [{ type: 'element', tagName: 'pre', properties: {}, children: [{ type: 'text', value: text }] }],
})

interface Nested {
  readonly type: string
  readonly children?: readonly Nested[]
}

/** Level by level, without recursion. */
function nestedWithin(tree: Nested, depthMax: number): boolean {
  let level: readonly Nested[] = [tree]
  for (let depth = 0; depth <= depthMax; depth++) {
    level = level.flatMap((node) => node.children ?? [])
    if (level.length === 0) return true
  }
  return false
}

/** An image becomes a link that names it, which loads nothing by itself. */
function imagesToLinks() {
  return (tree: Root): void => replaceImages(tree)
}

function replaceImages(parent: Root | Element): void {
  for (const [index, child] of parent.children.entries()) {
    if (child.type !== 'element') continue
    if (child.tagName !== 'img') {
      replaceImages(child)
      continue
    }
    const source = child.properties['src']
    const alternative = child.properties['alt']
    const label = typeof alternative === 'string' && alternative !== '' ? alternative : 'image'
    parent.children[index] = {
      type: 'element',
      tagName: 'a',
      properties: typeof source === 'string' ? { href: source } : {},
      children: [{ type: 'text', value: `[${label}]` }],
    }
  }
}
