import { type ForkEnds, forkExplanation, forkLinkOf } from './fork-link.js'

test.each<[ForkEnds, string, string]>([
  [{ namesParent: true, announced: true }, 'confirmed', 'Both name each other.'],
  [
    { namesParent: true, announced: false },
    'maybe',
    'The fork names the parent; nobody has announced it in the parent.',
  ],
  [{ namesParent: true }, 'maybe', 'The fork names the parent; the parent’s log is not known here.'],
  [
    { namesParent: false, announced: true },
    'maybe',
    'It was announced in the parent; the fork names another parent, or none.',
  ],
  [{ announced: true }, 'maybe', 'It was announced in the parent; the fork’s own log is not known here.'],
])('a fork of which is known %j is %s', (ends, link, explanation) => {
  expect([forkLinkOf(ends), forkExplanation(ends)]).toEqual([link, explanation])
})
