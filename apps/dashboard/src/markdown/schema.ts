import { defaultSchema, type Schema } from 'hast-util-sanitize'

/** What `rel` every link of a reader's text carries: no credit, no way back, and that a user wrote it. */
export const linkRel = ['nofollow', 'noopener', 'noreferrer', 'ugc']

const withoutElements = new Set(['img', 'picture', 'source', 'input'])

/**
 * What a text may show: no images (opening a page tells no third party), no ids (nothing of the page can be imitated or shadowed), classes
 * only for code languages and task lists, links only to the web and to mail programs.
 */
export const schema: Schema = {
  ...defaultSchema,
  tagNames: (defaultSchema.tagNames ?? []).filter((name) => !withoutElements.has(name)),
  attributes: {
    a: ['href', 'title', ['rel', ...linkRel]],
    code: [['className', /^language-[\w+-]{1,30}$/]],
    ol: ['start'],
    ul: [['className', 'contains-task-list']],
    li: [['className', 'task-list-item', 'task-done']],
    td: ['align'],
    th: ['align'],
    p: [['dir', 'auto']],
    del: [],
  },
  protocols: { href: ['http', 'https', 'mailto'] },
}
