import type { Root } from 'hast'
import { LRUCache } from 'lru-cache'
import rehypeSanitize from 'rehype-sanitize'
import rehypeStringify from 'rehype-stringify'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import remarkRehype from 'remark-rehype'
import { unified } from 'unified'
import { rewriteElements } from './rewrite-elements.js'
import { schema } from './schema.js'

/** Longer texts are shown as they are: the time of parsing grows faster than the text, and pages share one thread. */
export const markdownCharactersMax = 20_000
/** Deeper nesting is shown as it is: the steps after parsing recurse. */
export const markdownDepthMax = 64
/** Characters that may open something in the text: parsing tries each against those before it, so many of them take seconds. */
export const delimitersMax = 2_000
/** Rendered texts that are kept, in characters of source and result. */
const cacheCharactersMax = 32 * 1024 * 1024

const pipeline = unified()
  .use(remarkParse)
  .use(remarkGfm)
  .use(remarkRehype)
  .use(rewriteElements)
  .use(rehypeSanitize, schema)
  .freeze()
const writer = unified().use(rehypeStringify).freeze()

const plain = (text: string): Root => ({
  type: 'root',
  children: [{ type: 'element', tagName: 'pre', properties: {}, children: [{ type: 'text', value: text }] }],
})

interface Nested {
  readonly type: string
  readonly children?: readonly Nested[]
}

/** Level by level, without recursion. */
const nestedWithin = (tree: Nested, depthMax: number): boolean => {
  let level: readonly Nested[] = [tree]
  for (let depth = 0; depth <= depthMax; depth++) {
    level = level.flatMap((node) => node.children ?? [])
    if (level.length === 0) return true
  }
  return false
}

const tooCostly = (text: string): boolean =>
  text.length > markdownCharactersMax || (text.match(/[*_~[\]|`]/g)?.length ?? 0) > delimitersMax

const treeOf = (text: string): Root => {
  if (tooCostly(text)) return plain(text)
  const parsed = pipeline.parse(text)
  return nestedWithin(parsed, markdownDepthMax) ? pipeline.runSync(parsed) : plain(text)
}

const rendered = new LRUCache<string, string>({
  maxSize: cacheCharactersMax,
  sizeCalculation: (html, text) => html.length + text.length + 1,
})

/** Markdown by a stranger as harmless HTML; total on any text. The same text is rendered once while it is kept. */
export const renderMarkdown = (text: string): string => {
  const known = rendered.get(text)
  if (known !== undefined) return known
  const html = writer.stringify(treeOf(text))
  rendered.set(text, html)
  return html
}
