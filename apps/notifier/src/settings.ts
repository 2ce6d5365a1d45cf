/** The key that signs mails. */
export interface DkimSettings {
  readonly domain: string
  readonly selector: string
  /** PEM, PKCS #1 or #8. */
  readonly privateKey: string
}

export type MailRoute =
  | { readonly kind: 'smtp'; readonly url: string }
  /** One `.eml` file a mail, in this folder. */
  | { readonly kind: 'folder'; readonly path: string }

/** What the notifier needs to know, read from flags and environment once. */
export interface NotifierSettings {
  readonly route: MailRoute
  readonly dkim?: DkimSettings
  /** Address that mails come from; its domain names the mirror in message ids. */
  readonly mailFrom: string
  /** How long a notification waits before it is sent, so that what moderation hides meanwhile is not mailed. */
  readonly holdBackMs: number
  readonly mirrorName: string
  /** Where a reader can complain; shown at the foot of each mail. */
  readonly contact?: string
  /** Origin of the pages, without a slash at its end. Undefined until a mirror that picks its port listens; mails wait for it. */
  readonly publicUrl: () => string | undefined
  /** Secret that the dashboard shows to the internal API, at least 32 characters. */
  readonly internalToken: string
  readonly host: string
  /** 0 picks one. */
  readonly port: number
}
