import type { Element, ElementContent, Properties, Root } from 'hast'
import { SKIP, visit } from 'unist-util-visit'
import { linkRel } from './schema.js'

const text = (value: string): ElementContent => ({ type: 'text', value })

const textOf = (property: Properties[string]): string => (typeof property === 'string' ? property : '')

const asLink = (image: Element): ElementContent => {
  const { src } = image.properties
  const alt = textOf(image.properties['alt'])
  const label = alt === '' ? 'image' : alt
  return {
    type: 'element',
    tagName: 'a',
    properties: typeof src === 'string' ? { href: src, rel: linkRel } : {},
    children: [text(`[image: ${label}]`)],
  }
}

/** Task lists keep their ticks as characters: a form control in a reader's text looks like one of the page's. */
const asTick = (box: Element): ElementContent => text(box.properties['checked'] === true ? '☑' : '☐')

/**
 * Images become links, task boxes characters, links carry `rel`, and footnotes lose their anchors (two comments on one page would share them).
 * Runs before sanitising, which has the last word.
 */
export const rewriteElements = () => (tree: Root) => {
  visit(tree, 'element', (node, index, parent) => {
    if (node.tagName === 'a') {
      const { href } = node.properties
      if (typeof href === 'string' && href.startsWith('#')) delete node.properties['href']
      else node.properties['rel'] = linkRel
    }
    if (node.tagName === 'p') node.properties['dir'] = 'auto'
    if (parent === undefined || index === undefined) return undefined
    if (node.tagName !== 'img' && node.tagName !== 'input') return undefined
    parent.children[index] = node.tagName === 'img' ? asLink(node) : asTick(node)
    // A link inside a link is no HTML: the browser would take them apart.
    if (node.tagName === 'img' && parent.type === 'element' && parent.tagName === 'a') {
      parent.children[index] = text(`[image: ${textOf(node.properties['alt'])}]`)
    }
    return [SKIP, index + 1]
  })
}
