import { maskAddress } from '../address/mail-address.js'
import type { LinkKind } from '../tokens/link-token.js'
import { levels, levelText, type Level, type Subscription } from './subscription.js'

/**
 * What the page behind a mail's link says; the dashboard renders it. `ready`: the button named `action` does something. `done`: nothing is left to
 * do. `expired`, `gone` and `forged`: the link does nothing.
 */
export interface LinkPage {
  readonly status: 'ready' | 'done' | 'expired' | 'gone' | 'forged'
  readonly title: string
  readonly text: string
  /** Label of the button that sends the POST. */
  readonly action?: string
  /** A choice that goes with the POST as `level`. */
  readonly levels?: readonly { readonly value: Level; readonly label: string; readonly selected: boolean }[]
  /** Where the thread is: ids in hexadecimal digits. */
  readonly thread?: { readonly log: string; readonly op: string; readonly title: string }
  /** Whose mails they are, where they are about a user: hexadecimal digits. */
  readonly user?: string
}

export const forgedPage: LinkPage = {
  status: 'forged',
  title: 'This link is not one of ours',
  text: 'It may have been cut off on its way. Open it again from the mail, in full.',
}

export const gonePage: LinkPage = {
  status: 'gone',
  title: 'There is nothing here any more',
  text: 'The subscription that this link belongs to has been deleted.',
}

export const expiredPage = (subscription: Subscription): LinkPage => ({
  status: 'expired',
  title: 'This link is no longer valid',
  text:
    subscription.about === 'user'
      ? 'Ask again from a machine of that user (hypergit mirror subscribe), and a new one will be sent.'
      : 'Subscribe again on the thread’s page, and a new one will be sent.',
  ...placeOf(subscription),
})

/** What a reader sees who opens the link of this kind, before or after pressing its button. */
export function linkPage(kind: LinkKind, subscription: Subscription): LinkPage {
  const { state } = subscription
  if (state === 'unsubscribed') return endedPage(subscription)
  switch (kind) {
    case 'confirm':
      return state === 'confirmed' ? confirmedPage(subscription) : toConfirmPage(subscription)
    case 'manage':
      return managePage(subscription)
    case 'unsubscribe':
      return toEndPage(subscription)
    default:
      return kind satisfies never
  }
}

const placeOf = ({ about, log, thread, threadTitle }: Subscription): Pick<LinkPage, 'thread' | 'user'> =>
  about === 'user' ? { user: thread } : { thread: { log, op: thread, title: threadTitle } }

const named = ({ about, threadTitle }: Subscription): string => {
  if (about === 'user') return `the user ${threadTitle}: their machines, and who claims to be them`
  return threadTitle === '' ? 'this thread' : `“${threadTitle}”`
}

const toConfirmPage = (subscription: Subscription): LinkPage => ({
  status: 'ready',
  title: 'Confirm your subscription',
  text: `Mails about ${named(subscription)} will go to ${maskAddress(subscription.address)}. What was written before is not mailed.`,
  action: 'Confirm',
  ...placeOf(subscription),
})

const confirmedPage = (subscription: Subscription): LinkPage => ({
  status: 'done',
  title: 'You are subscribed',
  text: `Mails about ${named(subscription)} go to ${maskAddress(subscription.address)}. Each of them has a link that ends this.`,
  ...placeOf(subscription),
})

const managePage = (subscription: Subscription): LinkPage => ({
  status: 'ready',
  title: 'Your subscription',
  text: `Mails about ${named(subscription)} go to ${maskAddress(subscription.address)}.`,
  // What a user should hear of themselves has no levels: it is wanted or it is not.
  ...(subscription.about === 'user'
    ? {}
    : {
        action: 'Save',
        levels: levels.map((value) => ({ value, label: levelText[value], selected: value === subscription.level })),
      }),
  ...placeOf(subscription),
})

const toEndPage = (subscription: Subscription): LinkPage => ({
  status: 'ready',
  title: 'Unsubscribe',
  text: `No more mails about ${named(subscription)} will go to ${maskAddress(subscription.address)}.`,
  action: 'Unsubscribe',
  ...placeOf(subscription),
})

const endedPage = (subscription: Subscription): LinkPage => ({
  status: 'done',
  title: 'You are not subscribed',
  text: `No mails about ${named(subscription)} go to ${maskAddress(subscription.address)}. ${
    subscription.about === 'user'
      ? 'You can ask again from a machine of that user.'
      : 'You can subscribe again on its page.'
  }`,
  ...placeOf(subscription),
})
